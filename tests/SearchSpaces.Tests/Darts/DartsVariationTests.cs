using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class DartsVariationTests
{
    private static readonly DartsSpace Space = new();

    [Fact]
    public void Mutate_gives_a_neighbor_and_the_same_one_for_a_seed()
    {
        foreach (var (index, one) in Space.Sample(20, seed: 8).Index())
        {
            var mutant = Space.Variation.Mutate(one, new SplitMix64((ulong)index));
            Assert.Contains(mutant, Space.Neighbors(one));
            Assert.Equal(mutant, Space.Variation.Mutate(one, new SplitMix64((ulong)index)));
        }
    }

    [Fact]
    public void Cross_takes_every_node_from_one_of_both()
    {
        var sample = Space.Sample(20, seed: 9);
        var random = new SplitMix64(4);
        foreach (var (first, second) in sample.Zip(sample.Skip(1)))
        {
            var child = Space.Variation.Cross(first, second, random);
            Assert.True(GenotypeTexts.Parse(child).IsOfficial);
            Assert.All(Nodes(child).Zip(Nodes(first).Zip(Nodes(second))), node => Assert.True(node.First == node.Second.First || node.First == node.Second.Second, child.Text));
        }
    }

    [Fact]
    public void Cross_of_cells_of_different_sizes_takes_whole_cells()
    {
        var (small, large) = (Space.Parse(PublishedGenotypes.DartsV2), Space.Parse(PublishedGenotypes.AmoebaNet));
        var cells = Space.Variation.Cross(small, large, new SplitMix64(1)).Text.Split('/');
        Assert.Contains(cells[0], new[] { small.Text.Split('/')[0], large.Text.Split('/')[0] });
        Assert.Contains(cells[1], new[] { small.Text.Split('/')[1], large.Text.Split('/')[1] });
    }

    private static string[] Nodes(Architecture architecture) => architecture.Text.Split('/', '|');
}
