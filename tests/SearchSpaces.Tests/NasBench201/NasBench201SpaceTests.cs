using LatBench.SearchSpaces.Tests.Abstractions;
using LatBench.TestKit;

namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class NasBench201SpaceTests : SearchSpaceContract
{
    protected override ISearchSpace Space => Nas201.SearchSpace;

    protected override IReadOnlyList<(string Text, int Position)> Malformed => [("33333", 5), ("333353", 4), ("|none~0|+|none~0|none~1|+|skip_conect~0|none~1|none~2|", 26), ("conv>skip>pool", 0)];

    [Fact]
    public void TryParse_code_prints_the_architecture_string() =>
        Assert.Equal("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", Space.Parse("000100").Text);

    [Fact]
    public void Costs_are_the_published_ones() => Assert.Equal(
        new Costs(220_119_690, 1_531_546), Space.Costs(Space.Parse("333333"), Space.FindInput("cifar10")!));

    [Fact]
    public void Enumerate_has_341_without_a_network() => Assert.Equal(341, Space.Enumerate().Count(one => Space.WhyNotMeasurable(one) is not null));

    [Fact]
    public void Sample_larger_than_the_number_of_networks_draws_architectures() => Assert.Equal(15_284, Space.Sample(15_284, seed: 1).Distinct().Count());
}
