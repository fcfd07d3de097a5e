using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tests.CommandLine;

public sealed class OptionFactoryTests
{
    [Theory]
    [InlineData("30m", 0.5)]
    [InlineData("12h", 12.0)]
    [InlineData("2d", 48.0)]
    [InlineData("0d", null)]
    [InlineData("d", null)]
    [InlineData("-1d", null)]
    [InlineData("5w", null)]
    public void ParseTime_reads_minutes_hours_and_days(string text, double? hours) =>
        Assert.Equal(hours, OptionFactory.ParseTime(text)?.TotalHours);
}
