using System.Collections.Concurrent;
using LatBench.SearchSpaces;

namespace LatBench.TestKit.ToySpaces;

/// <summary>The weights of <see cref="ToySpace"/>: positive, and small enough for half precision.</summary>
internal static class ToyWeights
{
    private static readonly ConcurrentDictionary<Precision, Lazy<WeightLayout>> Layouts = new();

    public static WeightLayout Of(Precision precision) => Layouts.GetOrAdd(precision, one => new Lazy<WeightLayout>(() => Create(one))).Value;

    private static WeightLayout Create(Precision precision)
    {
        var layout = new WeightLayoutBuilder(precision);
        var (isInteger, type) = (precision == Precision.Int8, precision switch { Precision.Fp16 => WeightType.Float16, Precision.Int8 => WeightType.Int8, _ => WeightType.Float32 });

        AddConvolution("stem", 3, 3 * 9);
        for (var slot = 0; slot < ToySpace.Slots; slot++)
        {
            AddConvolution($"slot{slot}/conv", ToySpace.Channels, ToySpace.Channels * 9);
            AddConvolution($"slot{slot}/depthwise", 1, 9);
        }

        AddKernel("classifier", ToySpace.Channels, 10, ToySpace.Channels);
        Add("classifier/bias", isInteger ? WeightType.Int32 : type, isInteger ? new WeightRange(100, 1) : new WeightRange(0.25f, 1f / 1024), 10);
        Add("zero", isInteger ? WeightType.UInt8 : type, default);
        return layout.Build();

        void AddConvolution(string key, int inputs, int fanIn)
        {
            AddKernel(key, fanIn, ToySpace.Channels, inputs, 3, 3);
            if (isInteger)
            {
                Add(key + "/bias", WeightType.Int32, new WeightRange(10_000, 10).Times(fanIn), ToySpace.Channels);
                return;
            }

            foreach (var (part, range) in new[] { ("scale", new WeightRange(0.875f, 1f / 2048)), ("shift", new WeightRange(2f, 1f / 512)), ("mean", default), ("variance", new WeightRange(0.75f, 1f / 512)) })
                Add($"{key}/{part}", type, range, ToySpace.Channels);
        }

        void AddKernel(string key, int fanIn, params long[] shape) => Add(key + "/weight", type, isInteger ? new WeightRange(16, 3f / 16) : WeightRange.Kernel(fanIn), shape);

        void Add(string key, WeightType one, WeightRange range, params long[] shape) => layout.Add(key, key, one, range, shape);
    }
}
