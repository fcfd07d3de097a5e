namespace LatBench.LatencyTables.Tests;

public sealed class LatencyUnitTests
{
    [Theory]
    [InlineData("latency_ns", "ns")]
    [InlineData("latency_us", "us")]
    [InlineData("latency_\u00B5s", "us")]
    [InlineData("latency_\u03BCs", "us")]
    [InlineData("LATENCY_\u039CS", "us")]
    [InlineData("latency_ms", "ms")]
    [InlineData("raspi4_latency_s", "s")]
    [InlineData("LATENCY_MS", "ms")]
    [InlineData("Latency-Us", "us")]
    [InlineData("latency (ms)", "ms")]
    [InlineData("latency(µs)", "us")]
    [InlineData("latency [s]", "s")]
    [InlineData("Latency / ms", "ms")]
    [InlineData("latency/s", "s")]
    [InlineData("latencyMs", "ms")]
    [InlineData("latencyUS", "us")]
    [InlineData("latency in milliseconds", "ms")]
    [InlineData("time_millis", "ms")]
    [InlineData("time sec", "s")]
    [InlineData("Seconds", "s")]
    [InlineData("usec", "us")]
    [InlineData("latency_us_p90", "us")]
    [InlineData("latency_s_mean", "s")]
    [InlineData("us per image", "us")]
    [InlineData("ms", "ms")]
    public void Of_reads_the_end_of_a_name(string column, string unit) => Assert.Equal(unit, LatencyUnit.Of(column)?.Word);

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("latency")]
    [InlineData("samsung_s7")]
    [InlineData("pixel3s")]
    [InlineData("iPhone6S")]
    [InlineData("essential_ph_1")]
    [InlineData("latency_min")]
    [InlineData("alarms")]
    [InlineData("bus")]
    [InlineData("us_east_gpu")]
    public void Of_a_name_without_a_unit_is_none(string column)
    {
        Assert.Null(LatencyUnit.Of(column));
        Assert.Equal(LatencyUnit.Milliseconds, LatencyUnit.Resolve(column, null));
        Assert.Equal(LatencyUnit.Seconds, LatencyUnit.Resolve(column, LatencyUnit.Seconds));
    }

    [Theory]
    [InlineData("latency_us", "ms")]
    [InlineData("latency_ms", "us")]
    [InlineData("seconds", "ns")]
    public void Resolve_refuses_a_contradiction(string column, string said) =>
        Assert.Contains("leave --unit away", Assert.Throws<TableException>(() => LatencyUnit.Resolve(column, LatencyUnit.All.Single(unit => unit.Word == said))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("fps")]
    [InlineData("images/s")]
    [InlineData("inferences per second")]
    [InlineData("images_per_s")]
    [InlineData("accuracy (%)")]
    [InlineData("cpu_cycles")]
    [InlineData("energy mJ")]
    public void Resolve_refuses_what_is_no_latency(string column) =>
        Assert.Contains("none of a latency", Assert.Throws<TableException>(() => LatencyUnit.Resolve(column, null)).Message, StringComparison.Ordinal);

    /// <summary>The columns of the published tables are what they were: milliseconds.</summary>
    [Theory]
    [InlineData("help-nas-bench-201-latency-ms.csv")]
    [InlineData("latbench-original-ms.csv")]
    [InlineData("latbench-desktop-cpu-core-i7-7820x-fp32.csv")]
    public void Resolve_takes_published_columns_as_milliseconds(string file) =>
        Assert.All(TestKit.ReferenceData.Lines(file)[0].Split(',').Skip(1), column => Assert.Equal(LatencyUnit.Milliseconds, LatencyUnit.Resolve(column, null)));
}
