using CsCheck;

namespace LatBench.SearchSpaces.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Next_seed_zero_gives_the_published_sequence()
    {
        var random = new SplitMix64(0);
        ulong[] published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F];
        Assert.Equal(published, published.Select(_ => random.Next()));
    }

    [Fact]
    public void Next_bounded_stays_in_range() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue]).Sample((seed, bound) => new SplitMix64(seed).Next(bound) is var n && n >= 0 && n < bound);

    [Fact]
    public void Next_bounded_draws_every_number_about_equally_often()
    {
        var random = new SplitMix64(5);
        var counts = new int[5];
        for (var i = 0; i < 50_000; i++)
            counts[random.Next(5)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400)); // 4.5 standard deviations
    }

    [Fact]
    public void Next_bound_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Next(0));

    [Fact]
    public void Sample_smaller_one_begins_the_larger_one_and_a_shuffle_holds_everything()
    {
        int[] population = [.. Enumerable.Range(0, 50)];
        var shuffled = new SplitMix64(7).Shuffle(population);
        Assert.Equal(population, shuffled.Order());
        Assert.NotEqual(population, shuffled);
        Assert.Equal(shuffled[..10], new SplitMix64(7).Sample(population, 10));
    }

    /// <summary>Samples that papers name, splits of labels and choices of searches rest on these draws.</summary>
    [Fact]
    public void Sample_is_the_same_in_every_version() =>
        Assert.Equal([465, 242, 582, 627, 205, 38, 55, 781], new SplitMix64(1).Sample([.. Enumerable.Range(0, 1000)], 8));
}
