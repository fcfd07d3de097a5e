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

    private WeightPlan()
    {
        Stem = Conv("stem", Datasets.Channels, Skeleton.StemChannels, 3, WeightRange.Scale, WeightRange.StemShift);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
        {
            if (Skeleton.IsReduction(cell))
                _reductions[cell] = NewReduction(cell);
            else
                AddNormalCell(cell);
        }

        Head = Norm("head", Skeleton.HeadChannels, WeightRange.Scale, WeightRange.Shift);
        foreach (var dataset in Enum.GetValues<Dataset>())
        {
            _classifiers[dataset] = new ClassifierWeights(
                Add("classifier/weight", WeightRange.Kernel(Skeleton.HeadChannels), dataset.Classes(), Skeleton.HeadChannels),
                Add("classifier/bias", WeightRange.Shift, dataset.Classes()));
        }

        Zero = Add("zero", WeightRange.Zero);
    }

    public static WeightPlan Instance { get; } = new();

    public ConvWeights Stem { get; }

    public NormWeights Head { get; }

    public WeightSlice Zero { get; }

    public IReadOnlyList<WeightSlice> Slices => _slices;

    /// <summary>Length of the weights file.</summary>
    public int Bytes { get; private set; }

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
                Conv($"{name}/conv1x1", channels, channels, 1, WeightRange.Scale, WeightRange.Shift);
            _edges[(cell, edge, Operation.NorConv3x3)] =
                Conv($"{name}/conv3x3", channels, channels, 3, WeightRange.Scale3x3, WeightRange.Shift);
        }
    }

    private ReductionWeights NewReduction(int cell)
    {
        var (name, from, to) = ($"cell{cell}", Skeleton.Channels(cell) / 2, Skeleton.Channels(cell));
        return new ReductionWeights(
            Conv($"{name}/first", from, to, 3, WeightRange.Scale3x3, WeightRange.Shift),
            Conv($"{name}/second", to, to, 3, WeightRange.Scale3x3, WeightRange.Shift),
            Add($"{name}/shortcut/weight", WeightRange.Kernel(from), to, from, 1, 1));
    }

    private ConvWeights Conv(string name, int from, int to, int size, WeightRange scale, WeightRange shift) => new(
        Add($"{name}/weight", WeightRange.Kernel(from * size * size), to, from, size, size),
        Norm(name, to, scale, shift));

    private NormWeights Norm(string name, int channels, WeightRange scale, WeightRange shift) => new(
        Add($"{name}/scale", scale, channels),
        Add($"{name}/shift", shift, channels),
        Add($"{name}/mean", WeightRange.Mean, channels),
        Add($"{name}/variance", WeightRange.Variance, channels));

    private WeightSlice Add(string name, WeightRange range, params long[] shape)
    {
        var slice = new WeightSlice(_slices.Count, name, shape, range, Bytes);
        _slices.Add(slice);
        Bytes += (slice.Bytes + Alignment - 1) / Alignment * Alignment;
        return slice;
    }
}
