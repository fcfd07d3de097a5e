using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Tests.Rendering;

public sealed class AxisRangeTests
{
    [Theory]
    [InlineData(new[] { 1.0, 10 }, 0, 10.4)]
    [InlineData(new[] { 90.0, 100 }, 89.6, 100.4)]
    [InlineData(new[] { 3.0 }, 2.85, 3.15)]
    [InlineData(new[] { 0.0 }, 0, 1)]
    [InlineData(new[] { -1.0, 1 }, -1.08, 1.08)]
    public void Of_values_leaves_a_margin_and_shows_zero_where_it_is_near(double[] values, double min, double max)
    {
        var range = AxisRange.Of(values);

        Assert.Equal(min, range.Min, 1e-9);
        Assert.Equal(max, range.Max, 1e-9);
    }
}
