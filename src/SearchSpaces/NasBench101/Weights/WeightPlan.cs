using System.Globalization;
using LatBench.SearchSpaces.NasBench101.Network;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// Lays out the weights of the space. Every inner vertex of every cell has one region, which the 3×3 and the 1×1 convolution of any number of channels begin in: a network has one of
/// them. Every edge from the input has a region too. In single precision the file has about 210 MB, little more than the largest network.
/// </summary>
internal sealed class WeightPlan
{
    /// <summary>The beginning of the keys of the linear layer.</summary>
    public const string ClassifierKey = "classifier";

    private static readonly string[] NormParts = ["scale", "shift", "mean", "variance"];

    private readonly WeightLayoutBuilder _layout;

    private readonly WeightScheme _scheme;

    private WeightPlan(Precision precision)
    {
        _scheme = WeightScheme.For(precision);
        _layout = new WeightLayoutBuilder(precision);
    }

    private bool IsQuantized => _scheme.Precision == Precision.Int8;

    /// <summary>Gets the beginning of the keys of a layer whose channels depend on the architecture.</summary>
    public static string Key(string layer, int channels) => string.Create(CultureInfo.InvariantCulture, $"{layer}/{channels}");

    /// <summary>Lays out the weights of all networks for an input.</summary>
    public static WeightLayout Create(Precision precision, InputSpec input)
    {
        var plan = new WeightPlan(precision);
        plan.AddConvolution("stem", "stem", input.Channels, Skeleton.Channels(0), 3, WeightScheme.StemBias);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
        {
            for (var vertex = 1; vertex < Cell.MaxVertices; vertex++)
                plan.AddProjections($"cell{cell}/0-{vertex}/{CellBuilder.Projection}", Skeleton.InputChannels(cell), Skeleton.Channels(cell));
            for (var vertex = 1; vertex < Cell.MaxVertices - 1; vertex++)
                plan.AddVertex($"cell{cell}/{vertex}", Skeleton.Channels(cell));
        }

        plan.AddClassifier(Skeleton.Channels(Skeleton.Cells - 1), input.Classes);
        return plan._layout.Build();
    }

    private void AddProjections(string layer, int from, int most)
    {
        AddConvolution(Key(layer, most), layer, from, most, 1, WeightScheme.Bias);
        foreach (var channels in VertexChannels.Possible(most).Where(channels => channels != most))
            AddViews(Key(layer, channels), layer, Key(layer, most), from, channels, 1);
    }

    private void AddVertex(string vertex, int most)
    {
        var (layer3x3, layer1x1) = (vertex + "/conv3x3", vertex + "/conv1x1");
        var source = Key(layer3x3, most);
        AddConvolution(source, layer3x3, most, most, 3, WeightScheme.Bias);
        foreach (var channels in VertexChannels.Possible(most))
        {
            if (channels != most)
                AddViews(Key(layer3x3, channels), layer3x3, source, channels, channels, 3);
            AddViews(Key(layer1x1, channels), layer1x1, source, channels, channels, 1);
        }
    }

    private void AddConvolution(string key, string layer, int from, int to, int size, WeightRange bias)
    {
        var fanIn = from * size * size;
        _layout.Add(key + "/weight", layer + "/weight", _scheme.Type, _scheme.Kernel(fanIn), to, from, size, size);
        AddBias(key, layer, fanIn, to, bias);
        if (IsQuantized)
            return;
        foreach (var part in NormParts)
            _layout.Add($"{key}/{part}", $"{layer}/{part}", _scheme.Type, WeightScheme.Norm(part), to);
    }

    private void AddViews(string key, string layer, string source, int from, int to, int size)
    {
        _layout.AddView(key + "/weight", layer + "/weight", source + "/weight", to, from, size, size);
        AddBias(key, layer, from * size * size, to, WeightScheme.Bias);
        if (IsQuantized)
            return;
        foreach (var part in NormParts)
            _layout.AddView($"{key}/{part}", $"{layer}/{part}", $"{source}/{part}", to);
    }

    /// <summary>Integer biases are proportional to the number of summands, so every number of channels has its own.</summary>
    private void AddBias(string key, string layer, int fanIn, int channels, WeightRange bias)
    {
        if (IsQuantized)
            _layout.Add(key + "/bias", layer + "/bias", WeightType.Int32, bias.Times(fanIn), channels);
    }

    private void AddClassifier(int from, int classes)
    {
        _layout.Add(ClassifierKey + "/weight", ClassifierKey + "/weight", _scheme.Type, _scheme.Kernel(from), classes, from);
        if (IsQuantized)
            AddBias(ClassifierKey, ClassifierKey, from, classes, WeightScheme.Bias);
        else
            _layout.Add(ClassifierKey + "/bias", ClassifierKey + "/bias", _scheme.Type, WeightScheme.Norm("shift"), classes);
    }
}
