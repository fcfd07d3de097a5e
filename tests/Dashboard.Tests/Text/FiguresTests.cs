using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Tests.Text;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.65681, "0.6568 ms")]
    [InlineData(12.3456, "12.35 ms")]
    [InlineData(1234.56, "1235 ms")]
    [InlineData(double.NaN, "–")]
    public void Milliseconds_have_four_significant_digits(double value, string expected) => Assert.Equal(expected, Figures.Milliseconds(value));

    [Theory]
    [InlineData(0.935, "93.5 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.0123, "1.23 %")]
    public void Percent_writes_a_share(double share, string expected) => Assert.Equal(expected, Figures.Percent(share));

    [Theory]
    [InlineData(153_270_000, "153.3 M")]
    [InlineData(999, "999")]
    [InlineData(1_073_466, "1.073 M")]
    public void Scaled_has_a_prefix(double value, string expected) => Assert.Equal(expected, Figures.Scaled(value));

    [Theory]
    [InlineData(0.2, "200 ms")]
    [InlineData(42, "42 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(400_000, "4 days")]
    public void Duration_has_its_two_largest_units(double seconds, string expected) => Assert.Equal(expected, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "1 device")]
    [InlineData(0, "0 devices")]
    [InlineData(15284, "15,284 devices")]
    public void Count_has_the_right_noun(long count, string expected) => Assert.Equal(expected, Figures.Count(count, "device"));
}
