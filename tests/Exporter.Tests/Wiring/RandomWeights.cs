using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>
/// Replaces the synthetic weights of a graph, which are positive and alike, by random ones of both signs. Each is named after the operator that reads it, not
/// after the tensor: two operators that read the same tensor are an error.
/// </summary>
internal sealed class RandomWeights
{
    private const string Classifier = "logits";

    private readonly SplitMix64 _random;

    private readonly Dictionary<string, TensorProto> _initializers;

    private readonly Dictionary<string, PlacedTensor> _replaced = [];

    private RandomWeights(ModelProto model, SplitMix64 random)
    {
        _random = random;
        _initializers = model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
    }

    public static RandomWeights Replace(ModelProto model, SplitMix64 random)
    {
        var weights = new RandomWeights(model, random);
        foreach (var node in model.Graph.Node)
            weights.Replace(node);
        return weights;
    }

    public IEnumerable<PlacedTensor> Tensors => _replaced.Values;

    /// <summary>Multiplies the last layer, and so the logits, by a power of two, which rounds nothing.</summary>
    public void ScaleClassifier(int exponent)
    {
        foreach (var (initializer, tensor) in _replaced.Where(pair => pair.Value.Place.StartsWith(Classifier + "/", StringComparison.Ordinal)))
        {
            for (var i = 0; i < tensor.Values.Length; i++)
                tensor.Values[i] = MathF.ScaleB(tensor.Values[i], exponent);
            Write(_initializers[initializer], tensor.Values);
        }
    }

    private static void Write(TensorProto initializer, float[] values) =>
        initializer.RawData = UnsafeByteOperations.UnsafeWrap(MemoryMarshal.AsBytes<float>(values).ToArray());

    private void Replace(NodeProto node)
    {
        switch (node.OpType)
        {
            case "Conv":
                Replace(node, 1, "weight", Kernel);
                break;
            case "BatchNormalization":
                Replace(node, 1, "scale", _ => () => Sign() * Between(0.5f, 1.25f));
                Replace(node, 2, "shift", _ => () => Between(-0.5f, 0.5f));
                Replace(node, 3, "mean", _ => () => Between(-0.5f, 0.5f));
                Replace(node, 4, "variance", _ => () => Between(0.5f, 1.5f));
                break;
            case "Gemm":
                Replace(node, 1, "weight", Kernel);
                Replace(node, 2, "bias", _ => () => Between(-0.5f, 0.5f));
                break;
            default:
                Assert.DoesNotContain(node.Input, name => _initializers.TryGetValue(name, out var tensor) && tensor.Dims.Count > 0 && tensor.DataType == (int)ElementType.Float32);
                break;
        }
    }

    private void Replace(NodeProto node, int input, string part, Func<long[], Func<float>> distribution)
    {
        var initializer = _initializers[node.Input[input]];
        Assert.False(_replaced.ContainsKey(initializer.Name), $"{node.Name} reads {initializer.Name}, as another operator does.");
        var values = new float[initializer.Dims.Aggregate(1L, (product, size) => product * size)];
        long[] shape = [.. initializer.Dims];
        var draw = distribution(shape);
        for (var i = 0; i < values.Length; i++)
            values[i] = draw();
        _replaced.Add(initializer.Name, new PlacedTensor($"{node.Name}/{part}", shape, values));
        Write(initializer, values);
    }

    /// <summary>Weights of a kernel that keep the variance of a rectified input.</summary>
    private Func<float> Kernel(long[] shape)
    {
        var most = MathF.Sqrt(6f / shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        return () => Between(-most, most);
    }

    private float Sign() => _random.Next(2) == 0 ? -1 : 1;

    private float Between(float low, float high) => low + (high - low) * (_random.Next() >> 40) / (1 << 24);
}

/// <summary>A tensor of an exported graph.</summary>
/// <param name="Place">The name of the operator that reads it with the tensor's part in it, such as <c>cell3/0-1/conv/weight</c>.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Values">The elements in row-major order.</param>
internal sealed record PlacedTensor(string Place, long[] Shape, float[] Values);
