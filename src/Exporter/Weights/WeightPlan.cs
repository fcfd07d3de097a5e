using LatBench.Onnx;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Weights;

/// <summary>
/// Which tensor lies where in the weights file. Every place a convolution can take in any network of the space has its own
/// slice, so no two layers of one model ever share memory: the working set is that of a trained network.
/// </summary>
internal sealed class WeightPlan
{
    /// <summary>Bytes; every slice begins at a multiple of it, a cache line and the width of the widest vector register.</summary>
    public const int Alignment = 64;

    private readonly List<WeightSlice> _slices = [];

    private readonly Dictionary<(int Cell, int Edge, Operation Operation), ConvWeights> _edges = [];

    private readonly Dictionary<int, ReductionWeights> _reductions = [];

    private readonly Dictionary<Dataset, ClassifierWeights> _classifiers = [];

    private readonly WeightScheme _scheme;

    private WeightPlan(WeightScheme scheme)
    {
        _scheme = scheme;
        Stem = Conv("stem", Datasets.Channels, Skeleton.StemChannels, 3, scheme.StemScale, scheme.StemShift, WeightRange.StemBias);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
        {
            if (Skeleton.IsReduction(cell))
                _reductions[cell] = NewReduction(cell);
            else
                AddNormalCell(cell);
        }

        Head = Norm("head", Skeleton.HeadChannels, scheme.HeadScale, scheme.Shift);
        foreach (var dataset in Enum.GetValues<Dataset>())
        {
            _classifiers[dataset] = new ClassifierWeights(
                Kernel("classifier/weight", Skeleton.HeadChannels, 1, dataset.Classes(), Skeleton.HeadChannels),
                IsQuantised
                    ? Add("classifier/bias", ElementType.Int32, WeightRange.Bias.Times(Skeleton.HeadChannels), dataset.Classes())
                    : Add("classifier/bias", scheme.Type, scheme.Shift, dataset.Classes()));
        }

        Zero = Add("zero", IsQuantised ? ElementType.UInt8 : scheme.Type, WeightRange.Zero);
    }

    public static WeightPlan Fp32 { get; } = new(WeightScheme.Fp32);

    public static WeightPlan Fp16 { get; } = new(WeightScheme.Fp16);

    public static WeightPlan Int8 { get; } = new(WeightScheme.Int8);

    /// <summary>Whether convolutions have an integer bias in place of a normalisation.</summary>
    public bool IsQuantised => _scheme.Precision == Precision.Int8;

    /// <summary>Element type of input and output in the plan's precision.</summary>
    public ElementType FloatType => IsQuantised ? ElementType.Float32 : _scheme.Type;

    public ConvWeights Stem { get; }

    public NormWeights Head { get; }

    public WeightSlice Zero { get; }

    public IReadOnlyList<WeightSlice> Slices => _slices;

    /// <summary>Length of the weights file.</summary>
    public int Bytes { get; private set; }

    public static WeightPlan For(Precision precision) => precision switch
    {
        Precision.Fp16 => Fp16,
        Precision.Int8 => Int8,
        _ => Fp32,
    };

    public ConvWeights Edge(int cell, int edge, Operation operation) => _edges[(cell, edge, operation)];

    public ReductionWeights Reduction(int cell) => _reductions[cell];

    public ClassifierWeights Classifier(Dataset dataset) => _classifiers[dataset];

    private void AddNormalCell(int cell)
    {
        var channels = Skeleton.Channels(cell);
        for (var edge = 0; edge < SearchSpace.NasBench201.Edge.Count; edge++)
        {
            var name = Skeleton.EdgeName(cell, edge);
            _edges[(cell, edge, Operation.NorConv1x1)] =
                Conv($"{name}/conv1x1", channels, channels, 1, WeightRange.Scale, _scheme.Shift, WeightRange.Bias);
            _edges[(cell, edge, Operation.NorConv3x3)] =
                Conv($"{name}/conv3x3", channels, channels, 3, WeightRange.Scale3x3, _scheme.Shift, WeightRange.Bias);
        }
    }

    private ReductionWeights NewReduction(int cell)
    {
        var (name, from, to) = ($"cell{cell}", Skeleton.Channels(cell) / 2, Skeleton.Channels(cell));
        var ordinal = _reductions.Count;
        return new ReductionWeights(
            Conv($"{name}/first", from, to, 3, _scheme.FirstScales[ordinal], _scheme.Shift, WeightRange.Bias),
            Conv($"{name}/second", to, to, 3, _scheme.SecondScales[ordinal], _scheme.SecondShift, WeightRange.Bias),
            Kernel($"{name}/shortcut/weight", from, _scheme.ShortcutFactor, to, from, 1, 1));
    }

    private ConvWeights Conv(string name, int from, int to, int size, WeightRange scale, WeightRange shift, WeightRange bias)
    {
        var fanIn = from * size * size;
        var kernel = Kernel($"{name}/weight", fanIn, 1, to, from, size, size);
        return IsQuantised
            ? new ConvWeights(kernel, null, Add($"{name}/bias", ElementType.Int32, bias.Times(fanIn), to))
            : new ConvWeights(kernel, Norm(name, to, scale, shift), null);
    }

    private WeightSlice Kernel(string name, int fanIn, float factor, params long[] shape) =>
        Add(name, _scheme.Type, IsQuantised ? WeightRange.Integer : WeightRange.Kernel(fanIn).Times(factor), shape);

    private NormWeights Norm(string name, int channels, WeightRange scale, WeightRange shift) => new(
        Add($"{name}/scale", FloatType, scale, channels),
        Add($"{name}/shift", FloatType, shift, channels),
        Add($"{name}/mean", FloatType, _scheme.Mean, channels),
        Add($"{name}/variance", FloatType, WeightRange.Variance, channels));

    private WeightSlice Add(string name, ElementType type, WeightRange range, params long[] shape)
    {
        var slice = new WeightSlice(_slices.Count, name, type, shape, range, Bytes);
        _slices.Add(slice);
        Bytes += (slice.Bytes + Alignment - 1) / Alignment * Alignment;
        return slice;
    }
}
