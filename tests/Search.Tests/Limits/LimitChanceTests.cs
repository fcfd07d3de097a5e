using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Limits;

namespace LatBench.Search.Tests.Limits;

public sealed class LimitChanceTests
{
    [Theory]
    [InlineData(2.0, 0.5)]
    [InlineData(1.8, 0.05)]
    [InlineData(2.0 * 2.0 / 1.8, 0.95)]
    [InlineData(0.1, 0)]
    [InlineData(100, 1)]
    public void Of_is_a_half_at_the_prediction_and_a_twentieth_at_the_lower_end(double limitMs, double expected) =>
        Assert.Equal(expected, LimitChance.Of(Predicted(1.8, 2, 2.0 * 2.0 / 1.8), Latency.FromMilliseconds(limitMs)), 1e-6);

    [Fact]
    public void Of_a_prediction_without_width_is_all_or_nothing()
    {
        Assert.Equal(1, LimitChance.Of(Predicted(2, 2, 2), Latency.FromMilliseconds(2.01)), 1e-9);
        Assert.Equal(0, LimitChance.Of(Predicted(2, 2, 2), Latency.FromMilliseconds(1.99)), 1e-9);
    }

    private static LatencyPrediction Predicted(double low, double latency, double high) =>
        new(Latency.FromMilliseconds(latency), Latency.FromMilliseconds(low), Latency.FromMilliseconds(high));
}
