namespace LatBench.Measurements.Tests;

public sealed class PassReuseTests
{
    private static readonly MeasurementProtocol Default = new();

    [Fact]
    public void AreAlike_settings_of_the_campaign_do_not_matter() =>
        Assert.True(PassReuse.AreAlike(Default, Default with
        {
            MinPasses = 7,
            MaxPasses = 9,
            MaxRelativeError = 0.1,
            MinSpread = TimeSpan.Zero,
            Seed = 9,
            ModelTimeout = TimeSpan.FromSeconds(9),
        }));

    [Fact]
    public void AreAlike_settings_of_a_visit_matter()
    {
        Assert.False(PassReuse.AreAlike(Default, Default with { MinBlockDuration = TimeSpan.FromMilliseconds(7) }));
        Assert.False(PassReuse.AreAlike(Default, Default with { MinBlockSamples = 6 }));
        Assert.False(PassReuse.AreAlike(Default, Default with { MaxWarmUpInferences = 21 }));
    }

    [Theory]
    [InlineData(4, 200, false)]
    [InlineData(5, 119, false)]
    [InlineData(5, 120, true)]
    public void HasEnough_needs_passes_and_spread(int passes, int seconds, bool enough) =>
        Assert.Equal(enough, StoppingRule.HasEnough(passes, TimeSpan.FromSeconds(seconds), Default));
}
