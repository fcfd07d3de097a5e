using LatBench.Measurements;
using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests;

public sealed class LatencyPlausibilityTests
{
    [Theory]
    [InlineData(0.0005, 1, "below 1 us")]
    [InlineData(70_000, 1, "above a minute an image")]
    [InlineData(70_000, 8, null)]
    [InlineData(0.002, 256, "10^15 multiply-accumulates a second")]
    [InlineData(0.05, 1, null)]
    [InlineData(20_000, 1, null)]
    public void Check_compares_with_what_networks_of_such_costs_take(double milliseconds, int batch, string? expected)
    {
        var warnings = LatencyPlausibility.Check(Nas201.SearchSpace, [Row("333333", milliseconds), Row("333133", milliseconds * 0.9), Row("000100", milliseconds * 0.5)], Nas201.SearchSpace.DefaultInput, batch);

        Assert.Equal(expected is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(expected!, warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_tells_rows_in_different_units() =>
        Assert.Contains("reach from 0.001 ms to 12 ms", Assert.Single(LatencyPlausibility.Check(Nas201.SearchSpace, [Row("333333", 12), Row("333133", 11), Row("000100", 0.001)], Nas201.SearchSpace.Inputs[0], 1)), StringComparison.Ordinal);

    [Fact]
    public void Check_of_nothing_is_nothing() => Assert.Empty(LatencyPlausibility.Check(Nas201.SearchSpace, [], Nas201.SearchSpace.Inputs[0], 1));

    /// <summary>Devices that were measured are plausible, from graphics processors with a batch of 256 to phones.</summary>
    [Theory]
    [InlineData("help-nas-bench-201-latency-ms.csv")]
    [InlineData("latbench-original-ms.csv")]
    public void Check_says_nothing_of_published_tables(string file)
    {
        var table = LatencyTable.Parse(Nas201.SearchSpace, file, TestKit.ReferenceData.Lines(file).Where((_, line) => line % 40 == 0));
        foreach (var column in table.Columns.Where(column => column != "arch_index"))
            Assert.Empty(LatencyPlausibility.Check(Nas201.SearchSpace, [.. table.Read(column).Latencies], Nas201.SearchSpace.DefaultInput, column.EndsWith("_256", StringComparison.Ordinal) ? 256 : 1));
    }

    private static TableLatency Row(string code, double milliseconds) => new(Nas201.Parse(code), Latency.FromMilliseconds(milliseconds));
}
