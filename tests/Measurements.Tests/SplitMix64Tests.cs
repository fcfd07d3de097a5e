namespace LatBench.Measurements.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void NextUInt64_gives_the_numbers_of_the_reference_implementation()
    {
        var generator = new SplitMix64(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => generator.NextUInt64()));
    }

    [Fact]
    public void NextInt32_reaches_every_number_about_as_often()
    {
        var generator = new SplitMix64(1);
        var counts = new int[7];
        for (var draw = 0; draw < 70_000; draw++) counts[generator.NextInt32(counts.Length)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void NextDouble_stays_below_one_and_has_the_mean_of_a_uniform()
    {
        var generator = new SplitMix64(1);
        var draws = Enumerable.Range(0, 1_000_000).Select(_ => generator.NextDouble()).ToArray();
        Assert.True(draws.Min() >= 0 && draws.Max() < 1);
        Assert.InRange(draws.Average(), 0.499, 0.501);
    }
}
