using LatBench.SearchSpaces.NasBench201;
using LatBench.SearchSpaces.NasBench201.Encoding;

namespace LatBench.SearchSpaces.Tests.NasBench201.Encoding;

public sealed class CellFeaturesTests
{
    [Fact]
    public void Of_architectures_with_the_same_effective_cell_are_encoded_alike()
    {
        foreach (var group in Space.Measurable.GroupBy(architecture => architecture.EffectiveCell))
        {
            var expected = CellFeatures.Of(group.Key.Cell);
            Assert.All(group, architecture => Assert.Equal(expected, CellFeatures.Of(architecture)));
        }
    }

    [Fact]
    public void Of_mirror_images_are_encoded_alike() =>
        Assert.Equal(CellFeatures.Of(Cell.Parse("320142")), CellFeatures.Of(Cell.Parse("230124")));

    [Fact]
    public void Of_worked_by_hand()
    {
        // 0→1 3×3, 0→2 none, 1→2 pool, 0→3 skip, 1→3 none, 2→3 1×1: two paths, {skip} and {3×3, pool, 1×1}.
        var features = CellFeatures.Of(Cell.Parse("304102"));

        Assert.Equal([1, 1, 1, 1], features[..4]);
        Assert.Equal([20 + 12 + 7, 0, 0, 0, 39, 39], features[4..10]); // first prices: 20, 7, 12, 0
        Assert.Equal([2, 1, 2], features[46..49]); // live paths, in-degree of node 2, of node 3
        Assert.Equal([1, 0, 0, 1], features[79..83]); // at once: the 3×3 and the skip
        Assert.Equal([0, 0, 1, 0], features[83..87]); // after one: the pool
        Assert.Equal([0, 1, 0, 0], features[87..91]); // after two: the 1×1
        Assert.Equal(3, features[95]); // depth
        var successions = features[96..132];
        Assert.Equal(5, successions.Sum(count => count)); // in→out, in→3×3, 3×3→pool, pool→1×1, 1×1→out
        Assert.Equal(1, successions[5]);
        Assert.Equal(1, successions[3]);
        Assert.Equal(1, successions[(3 * 6) + 4]);
        Assert.Equal(1, successions[(4 * 6) + 2]);
        Assert.Equal(1, successions[(2 * 6) + 5]);
    }
}
