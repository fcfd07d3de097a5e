using System.Diagnostics;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Hosting;

namespace LatBench.Coordinator.Tests.Hosting;

/// <summary><c>prune</c> as its own process beside a coordinator that runs.</summary>
public sealed class PruneTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prune_counts_then_removes_and_writes_it_down()
    {
        var device = await coordinator.EnrolAsync("pruned");
        await MeasureAsync(device);

        Assert.Equal(0, (await PruneAsync("1", "--dry-run")).GetProperty("passes").GetInt32());
        var counted = await PruneAsync("0.0000001", "--dry-run");
        var removed = await PruneAsync("0.0000001");

        Assert.Equal(2, counted.GetProperty("passes").GetInt32());
        Assert.Equal(counted.GetProperty("bytes").GetInt64(), removed.GetProperty("bytes").GetInt64());
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());
        var listed = await measurements.ListMeasurementsAsync(new(), cancellationToken: Cancel);
        var read = await measurements.GetMeasurementAsync(new() { Name = listed.Measurements[0].Name }, cancellationToken: Cancel);
        Assert.NotNull(read.Measurement.Summary);
        Assert.Equal(2, read.Passes.Count);
        Assert.All(read.Passes, pass => Assert.Empty(pass.Result.SamplesNs));
        var line = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(coordinator.DataDirectory, "audit-admin.jsonl"), Cancel));
        Assert.Contains("\"method\":\"admin prune\"", line, StringComparison.Ordinal);
        Assert.Contains("2 passes", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("nan")]
    [InlineData("400000")]
    public async Task Prune_of_an_age_out_of_range_is_refused_in_one_sentence(string days)
    {
        var (exit, _, error) = await RunAsync(coordinator.DataDirectory, "--days", days);

        Assert.Equal(2, exit);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Prune_of_a_directory_without_a_database_is_refused_and_makes_none()
    {
        var directory = Path.Combine(coordinator.DataDirectory, "other");

        var (exit, _, error) = await RunAsync(directory, "--days", "1");

        Assert.Equal(1, exit);
        Assert.Contains("There is no database", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    private async Task MeasureAsync(Grpc.Core.CallInvoker device)
    {
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Requests.Campaign("pruned", Requests.Skip), cancellationToken: Cancel);
        var jobs = new JobService.JobServiceClient(device);
        for (var pass = 1; pass <= 2; pass++)
        {
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/pruned", MaxJobs = 1 }, cancellationToken: Cancel);
            await jobs.CompleteJobAsync(Requests.Complete("devices/pruned", leased.Leases[0], 1_000_000, 1_000_500), cancellationToken: Cancel);
        }
    }

    private async Task<JsonElement> PruneAsync(string days, params string[] more)
    {
        var (exit, output, error) = await RunAsync(coordinator.DataDirectory, ["--days", days, "--json", .. more]);
        Assert.True(exit == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CoordinatorHost).Assembly.Location, "prune", "--data", data, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("LATBENCH_DATABASE");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }
}
