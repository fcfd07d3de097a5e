using LatBench.SearchSpaces.NasBench201.Network;

namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// Lays out the weights of the space: stem, the convolutions that every edge of every cell can have, reductions, head, a classifier for each
/// input, and the constant zero of literal graphs.
/// </summary>
internal sealed class WeightPlan
{
    public const string ZeroKey = "zero";

    private readonly WeightLayoutBuilder _layout;

    private readonly WeightScheme _scheme;

    private WeightPlan(WeightScheme scheme)
    {
        _scheme = scheme;
        _layout = new WeightLayoutBuilder(scheme.Precision);
    }

    private bool IsQuantized => _scheme.Precision == Precision.Int8;

    /// <summary>The beginning of the keys of the linear layer for an input.</summary>
    public static string ClassifierKey(InputSpec input) => $"classifier/{input.Name}";

    public static WeightLayout Create(Precision precision, IReadOnlyList<InputSpec> inputs)
    {
        var plan = new WeightPlan(WeightScheme.For(precision));
        plan.AddAll(inputs);
        return plan._layout.Build();
    }

    private void AddAll(IReadOnlyList<InputSpec> inputs)
    {
        AddConv("stem", inputs[0].Channels, Skeleton.StemChannels, 3, _scheme.StemScale, _scheme.StemShift, WeightScheme.StemBias);
        var reductions = 0;
        for (var cell = 0; cell < Skeleton.Cells; cell++)
        {
            if (Skeleton.IsReduction(cell))
                AddReduction(cell, reductions++);
            else
                AddNormalCell(cell);
        }

        AddNorm("head", Skeleton.HeadChannels, _scheme.HeadScale, _scheme.Shift);
        foreach (var input in inputs)
            AddClassifier(ClassifierKey(input), input.Classes);
        _layout.Add(ZeroKey, "zero", IsQuantized ? WeightType.UInt8 : _scheme.Type, WeightScheme.Zero);
    }

    private void AddNormalCell(int cell)
    {
        var channels = Skeleton.Channels(cell);
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            var name = Skeleton.EdgeName(cell, edge);
            AddConv($"{name}/conv1x1", channels, channels, 1, WeightScheme.Scale, _scheme.Shift, WeightScheme.Bias);
            AddConv($"{name}/conv3x3", channels, channels, 3, WeightScheme.Scale3x3, _scheme.Shift, WeightScheme.Bias);
        }
    }

    private void AddReduction(int cell, int ordinal)
    {
        var (name, from, to) = ($"cell{cell}", Skeleton.Channels(cell) / 2, Skeleton.Channels(cell));
        AddConv($"{name}/first", from, to, 3, _scheme.FirstScales[ordinal], _scheme.Shift, WeightScheme.Bias);
        AddConv($"{name}/second", to, to, 3, _scheme.SecondScales[ordinal], _scheme.SecondShift, WeightScheme.Bias);
        AddKernel($"{name}/shortcut/weight", $"{name}/shortcut/weight", from, _scheme.ShortcutFactor, to, from, 1, 1);
    }

    private void AddClassifier(string key, int classes)
    {
        AddKernel($"{key}/weight", "classifier/weight", Skeleton.HeadChannels, 1, classes, Skeleton.HeadChannels);
        if (IsQuantized)
            _layout.Add($"{key}/bias", "classifier/bias", WeightType.Int32, WeightScheme.Bias.Times(Skeleton.HeadChannels), classes);
        else
            _layout.Add($"{key}/bias", "classifier/bias", _scheme.Type, _scheme.Shift, classes);
    }

    private void AddConv(string name, int from, int to, int size, WeightRange scale, WeightRange shift, WeightRange bias)
    {
        var fanIn = from * size * size;
        AddKernel($"{name}/weight", $"{name}/weight", fanIn, 1, to, from, size, size);
        if (IsQuantized)
            Add($"{name}/bias", WeightType.Int32, bias.Times(fanIn), to);
        else
            AddNorm(name, to, scale, shift);
    }

    private void AddKernel(string key, string name, int fanIn, float factor, params long[] shape) =>
        _layout.Add(key, name, _scheme.Type, IsQuantized ? WeightScheme.Integer : WeightRange.Kernel(fanIn).Times(factor), shape);

    private void AddNorm(string name, int channels, WeightRange scale, WeightRange shift)
    {
        var type = IsQuantized ? WeightType.Float32 : _scheme.Type;
        Add($"{name}/scale", type, scale, channels);
        Add($"{name}/shift", type, shift, channels);
        Add($"{name}/mean", type, _scheme.Mean, channels);
        Add($"{name}/variance", type, WeightScheme.Variance, channels);
    }

    private void Add(string name, WeightType type, WeightRange range, params long[] shape) => _layout.Add(name, name, type, range, shape);
}
