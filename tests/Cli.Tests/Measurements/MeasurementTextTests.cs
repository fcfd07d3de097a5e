using LatBench.Cli.Measurements;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Measurements;

public sealed class MeasurementTextTests
{
    [Theory]
    [InlineData(0, "-")]
    [InlineData(1, "-")]
    [InlineData(2, "±1.0 %")]
    public void Error_takes_two_passes(int passes, string expected) =>
        Assert.Equal(expected, MeasurementText.Error(new LatencySummary { LatencyMs = 1, Ci95LowMs = 0.99, Ci95HighMs = 1.01, Passes = passes }));

    [Fact]
    public async Task Show_of_a_measurement_cancelled_after_one_pass_tells_no_interval()
    {
        var response = new GetMeasurementResponse
        {
            Measurement = new Measurement
            {
                Name = "measurements/7",
                Verdict = Verdict.Cancelled,
                Summary = new LatencySummary { LatencyMs = 1.5, Ci95LowMs = 0, Ci95HighMs = 3, Passes = 1, Samples = 20 },
            },
        };
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers { Measurement = response, Measurements = [response.Measurement] });

        var (show, list) = (await server.RunAsync("measurements", "show", "7"), await server.RunAsync("measurements", "list"));

        Assert.Matches(@"Latency +1\.500 ms \(no interval: it takes two passes\)\n", show.Out);
        Assert.Matches(@"measurements/7 +cancelled +1\.500 ms +- +1 +20", list.Out);
        Assert.DoesNotContain("100.0 %", show.Out + list.Out, StringComparison.Ordinal);
    }
}
