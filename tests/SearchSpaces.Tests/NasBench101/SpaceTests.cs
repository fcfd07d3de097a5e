using LatBench.SearchSpaces.NasBench101;
using LatBench.SearchSpaces.NasBench101.Hashing;

namespace LatBench.SearchSpaces.Tests.NasBench101;

/// <summary>The counts and sums of the whole space as the published program gives them.</summary>
public sealed class SpaceTests
{
    private static readonly InputSpec Input = SearchSpaceRegistry.BuiltIn["nas-bench-101"].DefaultInput;

    [Fact]
    public void All_has_the_published_numbers_by_vertices() =>
        Assert.Equal([(2, 1), (3, 6), (4, 84), (5, 2_441), (6, 62_010), (7, 359_082)], Space.All.CountBy(cell => cell.Vertices).Select(pair => (pair.Key, pair.Value)));

    [Fact]
    public void All_has_the_published_numbers_by_edges() => Assert.Equal(
        [(1, 1), (2, 3), (3, 12), (4, 60), (5, 339), (6, 2_134), (7, 13_984), (8, 78_822), (9, 328_269)],
        Space.All.CountBy(cell => cell.Edges).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));

    [Fact]
    public void All_has_the_published_costs()
    {
        var costs = Space.All.Select(cell => CostCounts.Of(cell, Input)).ToArray();
        Assert.Equal(227_274, costs.Min(cost => cost.Parameters));
        Assert.Equal(49_979_274, costs.Max(cost => cost.Parameters));
        Assert.Equal(3_583_758_170_075, costs.Sum(cost => cost.Parameters));
        Assert.Equal(3_336, costs.Select(cost => cost.Parameters).Distinct().Count());
        Assert.Equal(528_400_488_854_912, costs.Sum(cost => cost.Macs));
    }

    [Fact]
    public void All_is_of_canonical_forms() => Assert.All(Space.All.Where((_, place) => place % 97 == 0), cell => Assert.Equal(cell, CanonicalForm.Of(cell)));

    /// <summary>Takes about 15 seconds.</summary>
    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public void All_has_the_published_hashes()
    {
        var hashes = Space.All.Select(CellHash.Of).ToHashSet();
        Assert.Equal(Space.Size, hashes.Count);
        Assert.Equal("00005c142e6f48ac74fdcf73e3439874", hashes.Min());
        Assert.Equal("ffff76fafa7b0cdf545fd7feee9c8bf9", hashes.Max());
        Assert.Equal("7f2863c47ff14c903849cf2057842782", CellHash.Of(Space.All.MinBy(cell => CostCounts.Of(cell, Input).Parameters)));
        Assert.Equal("99e297f5fada30d669294070ed1df4a9", CellHash.Of(Space.All.MaxBy(cell => CostCounts.Of(cell, Input).Parameters)));
    }
}
