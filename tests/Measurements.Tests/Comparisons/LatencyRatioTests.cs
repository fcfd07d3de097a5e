using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

public sealed class LatencyRatioTests
{
    [Fact]
    public void One_sided_bounds_lie_within_the_interval()
    {
        var ratio = new LatencyRatio(1.05, 1.02, 1.08);

        Assert.InRange(ratio.LowerBound95, 1.02, 1.05);
        Assert.InRange(ratio.UpperBound95, 1.05, 1.08);
        Assert.Equal(0, new LatencyRatio(1, 0, 2).LowerBound95);
        Assert.Equal(double.PositiveInfinity, new LatencyRatio(1, 0.5, double.PositiveInfinity).UpperBound95);
    }

    [Fact]
    public void FromIntervals_adds_the_parts_of_both_on_the_logarithmic_scale()
    {
        var ratio = RatioEstimator.FromIntervals(Ms(2), (Ms(1.9), Ms(2.1)), Ms(3), (Ms(2.97), Ms(3.03)));

        Assert.Equal(1.5, ratio.Value, 1e-12);
        Assert.Equal(1.5 * Math.Exp(-Math.Sqrt(Math.Pow(Math.Log(3 / 2.97), 2) + Math.Pow(Math.Log(2.1 / 2), 2))), ratio.Low, 1e-12);
        Assert.Equal(1.5 * Math.Exp(Math.Sqrt(Math.Pow(Math.Log(3.03 / 3), 2) + Math.Pow(Math.Log(2 / 1.9), 2))), ratio.High, 1e-12);
    }

    [Fact]
    public void FromIntervals_that_reach_down_to_zero_bound_nothing()
    {
        Assert.Equal(0, RatioEstimator.FromIntervals(Ms(2), (Ms(1.9), Ms(2.1)), Ms(3), (Ms(0), Ms(6))).Low);
        Assert.Equal(double.PositiveInfinity, RatioEstimator.FromIntervals(Ms(2), (Ms(0), Ms(4)), Ms(3), (Ms(2.9), Ms(3.1))).High);
    }

    [Fact]
    public void GeometricMean_of_separate_runs_is_no_narrower_than_they_are_on_average()
    {
        LatencyRatio[] ratios = [new(1.1, 1.1 / 1.02, 1.1 * 1.02), new(1 / 1.1, 1 / 1.122, 1.02 / 1.1), new(1, 0.5, double.PositiveInfinity)];

        var separate = GeometricMean.Of(ratios, samePasses: false)!.Value;
        var same = GeometricMean.Of(ratios, samePasses: true)!.Value;

        Assert.Equal(1, separate.Value, 1e-12);
        Assert.Equal(1.02, separate.High, 1e-9);
        Assert.Equal(Math.Pow(1.02, 1 / Math.Sqrt(2)), same.High, 1e-9);
        Assert.Null(GeometricMean.Of([], samePasses: true));
    }

    private static Latency Ms(double value) => Latency.FromMilliseconds(value);
}
