using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts.Weights;

/// <summary>
/// Lays out the weights of all networks for one input. Each of the ten places of an edge in a cell has tensors that its operations take in turn: kernels of one size are the beginning of the
/// larger ones, the halves of a factorised reduction that of the convolutions over channels. What depends on the number of nodes in an output begins alike for all numbers.
/// </summary>
internal sealed class WeightPlan
{
    private const int MaxKernel = 7;

    private readonly Skeleton _skeleton;

    private readonly WeightLayoutBuilder _layout;

    private readonly WeightType _type;

    private readonly bool _isQuantized;

    private WeightPlan(Skeleton skeleton, Precision precision)
    {
        _skeleton = skeleton;
        _layout = new WeightLayoutBuilder(precision);
        _isQuantized = precision == Precision.Int8;
        _type = precision switch { Precision.Fp16 => WeightType.Float16, Precision.Int8 => WeightType.Int8, _ => WeightType.Float32 };
    }

    private WeightType FloatType => _isQuantized ? WeightType.Float32 : _type;

    public static WeightLayout Create(Skeleton skeleton, Precision precision)
    {
        var plan = new WeightPlan(skeleton, precision);
        plan.AddStem();
        foreach (var cell in skeleton.Cells)
            plan.AddCell(cell);
        plan.AddClassifier();
        return plan._layout.Build();
    }

    private void AddStem()
    {
        var channels = _skeleton.StemChannels;
        if (!_skeleton.IsImageNet)
        {
            AddStem(WeightKeys.Stem, _skeleton.Input.Channels, channels, WeightRanges.StemBias);
            return;
        }

        AddStem("stem0", _skeleton.Input.Channels, channels / 2, WeightRanges.StemBias);
        AddStem("stem1", channels / 2, channels, WeightRanges.Bias);
        AddStem("stem2", channels, channels, WeightRanges.Bias);
    }

    private void AddStem(string key, int from, int to, WeightRange bias)
    {
        AddKernel(key, from * 9, to, from, 3, 3);
        if (_isQuantized)
            Add(key + "/bias", WeightType.Int32, bias.Times(from * 9), to);
        else
            AddNorm(key, to, WeightRanges.StemScale, WeightRanges.StemShift);
    }

    private void AddCell(CellPlan plan)
    {
        for (var input = 0; input < GenotypeCell.Inputs; input++)
            AddInput(plan, input);
        foreach (var names in plan.Names.Edges)
            AddEdge(plan, names);
        var (conv7, channels) = (plan.Names.Edges[0], plan.Channels);
        AddKernel(conv7.RowKey, MaxKernel * channels, channels, channels, 1, MaxKernel);
        AddKernel(conv7.ColumnKey, MaxKernel * channels, channels, channels, MaxKernel, 1);
        AddFoldable(conv7.ColumnKey, MaxKernel * channels, channels, WeightRanges.Scale);
    }

    /// <summary>The tensors of the layers that fit an input, for outputs of one to five nodes. Their ranges are those for four.</summary>
    private void AddInput(CellPlan plan, int input)
    {
        var (names, source, isHalved) = (plan.Names.Inputs[input], _skeleton.Source(plan.Index, input), input == 0 && plan.HalvesFirstInput);
        var channels = isHalved ? plan.Channels / 2 : plan.Channels;
        var (unit, most, usual) = source is null ? (_skeleton.StemChannels, 0, 1) : (source.Channels, GenotypeCell.MaxNodes, GenotypeCell.MinNodes);
        Func<int, string>[] keys = isHalved ? [names.First, names.Second] : [names.Whole];
        foreach (var key in keys)
        {
            AddKernel(key(most), usual * unit, channels, Math.Max(most, 1) * unit, 1, 1);
            for (var nodes = 1; nodes < most; nodes++)
                AddKernelView(key(nodes), key(most), channels, nodes * unit, 1, 1);
        }

        if (isHalved)
        {
            AddNorm(names.Norm, plan.Channels, WeightRanges.InputScale, WeightRanges.Shift);
            return;
        }

        AddFoldable(names.Whole(most), usual * unit, channels, WeightRanges.InputScale);
        foreach (var part in _isQuantized ? (string[])["bias"] : ["scale", "shift", "mean", "variance"])
        {
            for (var nodes = 1; nodes < most; nodes++)
                AddView($"{names.Whole(nodes)}/{part}", $"{names.Whole(most)}/{part}", channels);
        }
    }

    private void AddEdge(CellPlan plan, EdgeNames names)
    {
        var channels = plan.Channels;
        foreach (var key in (string[])[names.First, names.Second])
        {
            AddKernel(key, channels, channels, channels, 1, 1);
            AddFoldable(key, channels, channels, WeightRanges.Scale);
        }

        foreach (var key in (Func<int, string>[])[names.FirstKernel, names.SecondKernel])
        {
            AddKernel(key(MaxKernel), MaxKernel * MaxKernel, channels, 1, MaxKernel, MaxKernel);
            for (var size = 3; size < MaxKernel; size += 2)
                AddKernelView(key(size), key(MaxKernel), channels, 1, size, size);
        }

        if (!plan.IsReduction)
            return;
        AddKernelView(names.FirstHalf, names.First, channels / 2, channels, 1, 1);
        AddKernelView(names.SecondHalf, names.Second, channels / 2, channels, 1, 1);
        if (_isQuantized)
            AddNorm(names.First, channels, WeightRanges.Scale, WeightRanges.Shift);
    }

    private void AddClassifier()
    {
        var (channels, classes) = (_skeleton.Cells[^1].Channels, _skeleton.Input.Classes);
        var (whole, fanIn) = (WeightKeys.Classifier(GenotypeCell.MaxNodes), GenotypeCell.MinNodes * channels);
        AddKernel(whole, fanIn, classes, GenotypeCell.MaxNodes * channels);
        Add(whole + "/bias", _isQuantized ? WeightType.Int32 : _type, _isQuantized ? WeightRanges.Bias.Times(fanIn) : WeightRanges.Shift, classes);
        for (var nodes = 1; nodes < GenotypeCell.MaxNodes; nodes++)
        {
            AddKernelView(WeightKeys.Classifier(nodes), whole, classes, nodes * channels);
            AddView(WeightKeys.Classifier(nodes) + "/bias", whole + "/bias", classes);
        }
    }

    private void AddKernel(string key, int fanIn, params long[] shape) =>
        Add(key + "/weight", _type, _isQuantized ? WeightRanges.Integer : WeightRange.Kernel(fanIn), shape);

    private void AddKernelView(string key, string source, params long[] shape) => AddView(key + "/weight", source + "/weight", shape);

    /// <summary>A normalisation behind a convolution: in int8 the bias that it is folded into.</summary>
    private void AddFoldable(string key, int fanIn, int channels, WeightRange scale)
    {
        if (_isQuantized)
            Add(key + "/bias", WeightType.Int32, WeightRanges.Bias.Times(fanIn), channels);
        else
            AddNorm(key, channels, scale, WeightRanges.Shift);
    }

    private void AddNorm(string key, int channels, WeightRange scale, WeightRange shift)
    {
        Add(key + "/scale", FloatType, scale, channels);
        Add(key + "/shift", FloatType, shift, channels);
        Add(key + "/mean", FloatType, WeightRanges.Mean, channels);
        Add(key + "/variance", FloatType, WeightRanges.Variance, channels);
    }

    private void Add(string key, WeightType type, WeightRange range, params long[] shape) => _layout.Add(key, key, type, range, shape);

    private void AddView(string key, string source, params long[] shape) => _layout.AddView(key, key, source, shape);
}
