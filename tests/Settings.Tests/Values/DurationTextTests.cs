using LatBench.Settings.Values;

namespace LatBench.Settings.Tests.Values;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("1h", 3600)]
    [InlineData("0s", 0)]
    public void Parse_reads_seconds_minutes_and_hours(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("90")]
    [InlineData("-1s")]
    [InlineData("1e9s")]
    [InlineData("NaNs")]
    [InlineData("99999999999h")]
    [InlineData("5d")]
    public void Parse_anything_else_is_null(string text) => Assert.Null(DurationText.Parse(text));
}
