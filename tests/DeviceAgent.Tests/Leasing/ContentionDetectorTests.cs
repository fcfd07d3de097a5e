using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class ContentionDetectorTests
{
    private readonly ContentionDetector _detector = new();

    [Fact]
    public void Detect_needs_some_readings()
    {
        for (var reading = 1; reading < ContentionDetector.MinReadings; reading++) Assert.Null(Detect(2));
        Assert.False(Detect(2));
    }

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.4, false)]
    [InlineData(2.6, true)]
    [InlineData(4.3, true)]
    public void Detect_compares_with_the_low_end_of_the_readings(double ratio, bool contended)
    {
        for (var reading = 0; reading < 200; reading++) Detect(reading % 5 == 0 ? 2 : 4);
        Assert.Equal(contended, Detect(ratio));
    }

    [Fact]
    public void Detect_one_impossible_reading_changes_nothing()
    {
        for (var reading = 0; reading < 200; reading++) Detect(reading == 100 ? 0.1 : 2);
        Assert.False(Detect(2));
    }

    [Fact]
    public void Detect_models_of_more_threads_are_compared_among_themselves()
    {
        for (var reading = 0; reading < ContentionDetector.MinReadings; reading++)
        {
            Detect(2);
            Detect(4, threads: 2);
        }

        Assert.False(Detect(4, threads: 2));
        Assert.True(Detect(4));
        Assert.True(Detect(6, threads: 2));
    }

    private bool? Detect(double ratio, int threads = 1) => _detector.Detect(new CoreReadings(16_000, ratio, ratio), threads);
}
