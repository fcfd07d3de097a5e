using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class PublishedGenotypesTests
{
    private static readonly DartsSpace Space = new();

    [Fact]
    public void TryParse_both_texts_give_one_architecture_that_is_measurable() => Assert.All(PublishedGenotypes.All, entry =>
    {
        var one = Space.Parse(entry.Text());
        Assert.Equal(one, Space.Parse(entry.GetProperty("genotype_with_lists").GetString()!));
        Assert.Equal(one, Space.Parse(one.Text));
        Assert.Null(Space.WhyNotMeasurable(one));
        Assert.Equal(entry.GetProperty("in_darts_space").GetBoolean(), GenotypeTexts.Parse(one).IsOfficial);
        Assert.Equal(Space.Canonicalize(one), Space.Canonicalize(Space.Canonicalize(one)));
    });

    [Fact]
    public void Weights_hold_every_tensor_of_every_published_genotype()
    {
        foreach (var (input, precision) in Space.Inputs.SelectMany(_ => Enum.GetValues<Precision>(), (input, precision) => (input, precision)))
        {
            var layout = Space.Weights(input, precision);
            foreach (var graph in PublishedGenotypes.All.Select(entry => Space.BuildGraph(Space.Parse(entry.Text()), input, GraphVariant.Literal)))
            {
                Assert.All(graph.Operators.OfType<ConvolutionOperator>(), op => Assert.Equal(
                    [op.Output.Channels, graph[op.Inputs[0]].Output.Channels / op.Groups, op.Window.Height, op.Window.Width],
                    layout[op.Weights + "/weight"].Shape));
            }
        }
    }

    [Theory]
    [InlineData("nas-bench-301", 13_316_800)]
    [InlineData("cifar10", 40_002_688)]
    [InlineData("imagenet", 51_650_560)]
    public void Weights_fp32_have_the_documented_size(string input, int bytes) =>
        Assert.Equal(bytes, Space.Weights(Space.FindInput(input)!, Precision.Fp32).Bytes);
}
