using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class CostsTests
{
    private static readonly DartsSpace Space = new();

    [Theory]
    [InlineData("cifar10", "cifar", "macs_32x32")]
    [InlineData("imagenet", "imagenet", "macs_224x224")]
    public void Costs_are_those_of_the_published_program(string input, string network, string macs) => Assert.All(PublishedGenotypes.All, entry =>
    {
        var expected = entry.GetProperty(network);
        Assert.Equal(
            (entry.Name(), new Costs(expected.GetProperty(macs).GetInt64(), expected.GetProperty("params").GetInt64())),
            (entry.Name(), Space.Costs(Space.Parse(entry.Text()), Space.FindInput(input)!)));
    });

    /// <summary>The graph has the same work as the formula, and as many convolutions as the published program.</summary>
    [Theory]
    [InlineData("cifar10", "cifar")]
    [InlineData("imagenet", "imagenet")]
    public void BuildGraph_literal_has_the_published_parameters_and_convolutions(string input, string network) => Assert.All(PublishedGenotypes.All, entry =>
    {
        var one = Space.Parse(entry.Text());
        var graph = Space.BuildGraph(one, Space.FindInput(input)!, GraphVariant.Literal);
        var costs = Space.Costs(one, Space.FindInput(input)!);
        Assert.Equal((entry.Name(), entry.GetProperty(network).GetProperty("convolutions").GetInt32()), (entry.Name(), graph.Operators.Count(op => op is ConvolutionOperator)));
        Assert.Equal((entry.Name(), costs), (entry.Name(), new Costs(graph.Operators.Sum(op => Macs(graph, op)), graph.Operators.Sum(op => Parameters(graph, op)))));
    });

    [Fact]
    public void BuildGraph_nas_bench_301_has_the_work_of_the_formula() => Assert.All(Space.Sample(20, seed: 3), one =>
    {
        var graph = Space.BuildGraph(one, Space.DefaultInput, GraphVariant.Pruned);
        Assert.Equal(Space.Costs(one, Space.DefaultInput), new Costs(graph.Operators.Sum(op => Macs(graph, op)), graph.Operators.Sum(op => Parameters(graph, op))));
    });

    private static long Macs(NetworkGraph graph, NetworkOperator op) => op switch
    {
        ConvolutionOperator => Weights(graph, op) * op.Output.Height * op.Output.Width,
        LinearOperator => Weights(graph, op),
        _ => 0,
    };

    private static long Parameters(NetworkGraph graph, NetworkOperator op) => op switch
    {
        NormalizationOperator => 2 * op.Output.Channels,
        LinearOperator => Weights(graph, op) + op.Output.Channels,
        _ => Weights(graph, op),
    };

    private static long Weights(NetworkGraph graph, NetworkOperator op) => op switch
    {
        ConvolutionOperator convolution => (long)op.Output.Channels * graph[op.Inputs[0]].Output.Channels / convolution.Groups * convolution.Window.Height * convolution.Window.Width,
        LinearOperator => (long)op.Output.Channels * graph[op.Inputs[0]].Output.Channels,
        _ => 0,
    };
}
