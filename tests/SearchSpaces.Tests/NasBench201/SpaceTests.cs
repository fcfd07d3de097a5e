using LatBench.SearchSpaces.NasBench201;

namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class SpaceTests
{
    [Fact]
    public void All_whole_space_holds_15625_different_architectures() =>
        Assert.Equal(15_625, Space.All.Distinct().Count());

    [Fact]
    public void Measurable_whole_space_leaves_out_the_341_unreachable()
    {
        Assert.Equal(15_284, Space.Measurable.Count);
        Assert.Equal(341, Space.All.Count(a => !a.EffectiveCell.IsReachable));
    }

    [Fact]
    public void EffectiveCells_whole_space_are_9444_distinct()
    {
        Assert.Equal(9_444, Space.EffectiveCells.Count);
        Assert.Equal(
            Space.Measurable.Select(a => a.EffectiveCell).ToHashSet(),
            Space.EffectiveCells.ToHashSet());
    }

    [Fact]
    public void Sample_frozen_seed_gives_the_frozen_codes() =>
        Assert.Equal("440343 340423 000333 412144 320123 244403", string.Join(' ', Space.Sample(6, seed: 1).Select(a => a.Code)));

    [Fact]
    public void SampleCells_frozen_seed_gives_the_frozen_codes() =>
        Assert.Equal("312202 000100 100010 123424 334002 423042", string.Join(' ', Space.SampleCells(6, seed: 1).Select(a => a.Code)));

    [Fact]
    public void Sample_larger_count_begins_with_the_smaller_sample() =>
        Assert.Equal(Space.Sample(50, seed: 7), Space.Sample(500, seed: 7).Take(50));

    [Fact]
    public void Sample_other_seed_gives_other_architectures() =>
        Assert.NotEqual(Space.Sample(50, seed: 7), Space.Sample(50, seed: 8));

    [Fact]
    public void Sample_everything_draws_each_architecture_once()
    {
        Assert.Equal(Space.Measurable.ToHashSet(), Space.Sample(15_284, seed: 3).ToHashSet());
        Assert.Equal(Space.All.ToHashSet(), Space.Sample(15_625, seed: 3, includeUnreachable: true).ToHashSet());
        Assert.Equal(Space.EffectiveCells.ToHashSet(), Space.SampleCells(9_444, seed: 3).ToHashSet());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(15_285)]
    public void Sample_count_out_of_range_names_the_range(int count) =>
        Assert.Contains("0 to 15284", Assert.Throws<ArgumentOutOfRangeException>(() => Space.Sample(count, seed: 1)).Message, StringComparison.Ordinal);
}
