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
}
