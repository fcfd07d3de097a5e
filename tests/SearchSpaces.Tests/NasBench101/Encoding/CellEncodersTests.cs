namespace LatBench.SearchSpaces.Tests.NasBench101.Encoding;

public sealed class CellEncodersTests
{
    private const string Cell = "110010.01000.1000.100.01.1|conv3x3-bn-relu,maxpool3x3,conv1x1-bn-relu,conv3x3-bn-relu,maxpool3x3";

    /// <summary>The same cell with its vertices in the order 0, 5, 2, 1, 3, 4, 6.</summary>
    private const string Reordered = "111000.00001.0100.100.10.1|maxpool3x3,maxpool3x3,conv3x3-bn-relu,conv1x1-bn-relu,conv3x3-bn-relu";

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    private static readonly Architecture[] Sample = [Space.Parse("1|"), Space.Parse("10.1|maxpool3x3"), .. Space.Sample(300, seed: 5)];

    [Fact]
    public void Features_are_finite_and_in_groups()
    {
        var encoder = Space.Encoders!.Features;
        Assert.Equal(encoder.Width, encoder.Scales.Count);
        Assert.Equal(encoder.Width, encoder.Groups.Sum(group => group.Count));
        Assert.Equal(encoder.Groups.Skip(1).Select(group => group.First), encoder.Groups.SkipLast(1).Select(group => group.First + group.Count));
        Assert.All(encoder.Scales, scale => Assert.True(double.IsFinite(scale) && scale > 0));
        Assert.All(Sample, one => Assert.All(Row(encoder, one), feature => Assert.True(float.IsFinite(feature))));
    }

    [Fact]
    public void Features_of_different_networks_differ() =>
        Assert.Equal(Sample.Length, Sample.Select(one => string.Join(' ', Row(Space.Encoders!.Features, one))).Distinct().Count());

    [Fact]
    public void Encoders_of_one_network_in_two_orders_are_equal()
    {
        var (one, other) = (Space.Parse(Cell), Space.Parse(Reordered));
        Assert.NotEqual(one, other);
        Assert.Equal(Space.Canonicalize(one), Space.Canonicalize(other));
        foreach (var encoder in new[] { Space.Encoders!.Features, Space.Encoders.Operations, Space.Encoders.Cost })
            Assert.Equal(Row(encoder, one), Row(encoder, other));
        Assert.Equal(Graph(one).Adjacency, Graph(other).Adjacency);
        Assert.Equal(Graph(one).Features, Graph(other).Features);
        Assert.Equal(Space.Kernel!.Point(one).Choices, Space.Kernel.Point(other).Choices);
        Assert.Equal(Space.Kernel.Point(one).Figures, Space.Kernel.Point(other).Figures);
    }

    [Fact]
    public void Operations_and_Cost_are_those_of_the_cell()
    {
        Assert.Equal([2, 1, 2], Row(Space.Encoders!.Operations, Space.Parse(Cell)));
        var costs = Space.Costs(Space.Parse(Cell), Space.DefaultInput);
        Assert.Equal([costs.Macs / 1e6f, costs.Parameters / 1e6f], Row(Space.Encoders.Cost, Space.Parse(Cell)));
    }

    [Fact]
    public void Graph_has_a_global_node_the_vertices_and_the_output_last()
    {
        var (adjacency, features) = Graph(Space.Parse("11.1|conv1x1-bn-relu"));
        Assert.Equal(
            [
                "11111111", "01100001", "00100001", "00010000", "00001000", "00000100", "00000010", "00000001",
            ],
            adjacency.Chunk(8).Select(row => string.Concat(row)));
        Assert.Equal(["000001", "100000", "001000", "000000", "000000", "000000", "000000", "000010"], features.Chunk(6).Select(row => string.Concat(row)));
    }

    [Fact]
    public void Kernel_counts_paths_and_has_scaled_figures()
    {
        var kernel = Space.Kernel!;
        Assert.InRange(kernel.TypicalChoiceDistance, 2, 6);
        Assert.InRange(kernel.TypicalFigureDistance, 3, 8);
        var choices = kernel.Point(Space.Parse(Cell)).Choices;
        Assert.Equal(42, choices.Length);
        Assert.Equal(3, choices.Sum(count => count));
        Assert.Equal([1], kernel.Point(Space.Parse("1|")).Choices.Take(1));
        var points = Sample.Select(kernel.Point).ToArray();
        Assert.All(Enumerable.Range(0, points[0].Figures.Length), figure => Assert.InRange(points.Average(point => point.Figures[figure]), -0.5, 0.5));
    }

    private static float[] Row(IArchitectureEncoder encoder, Architecture architecture)
    {
        var features = new float[encoder.Width];
        encoder.Encode(architecture, features);
        return features;
    }

    private static (float[] Adjacency, float[] Features) Graph(Architecture architecture)
    {
        var encoder = Space.Encoders!.Graph!;
        var (adjacency, features) = (new float[encoder.Nodes * encoder.Nodes], new float[encoder.Nodes * encoder.Features]);
        encoder.Encode(architecture, adjacency, features);
        return (adjacency, features);
    }
}
