using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Snapshots;

/// <summary>Two coordinators over one Postgres, each with snapshots in a directory of its own.</summary>
public sealed class ReplicaSnapshotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snapshots_asked_for_at_the_same_time_are_made_one_after_the_other()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync(template: null, Cancel);
        await using var one = await StartAsync(database);
        await using var two = await StartAsync(database);
        await MeasureAsync(one);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CreateAsync(i % 2 == 0 ? one : two)));

        Assert.All(made, answer => Assert.Equal("1.0.0", answer.Snapshot.Version));
        Assert.Single(made, answer => answer.Created);
        Assert.Single(made.Select(answer => answer.Snapshot.Sha256).Distinct());
        var listed = await new SnapshotService.SnapshotServiceClient(two.AsAdmin()).ListSnapshotsAsync(new(), cancellationToken: Cancel);
        Assert.Single(listed.Snapshots);
        // Each has the files, the same ones.
        foreach (var coordinator in new[] { one, two })
            Assert.True(File.Exists(Path.Combine(coordinator.DataDirectory, "snapshots", "latbench-1.0.0", "manifest.json")));
    }

    private static async Task<RunningCoordinator> StartAsync(string database)
    {
        var coordinator = new RunningCoordinator { Change = options => options with { Database = database } };
        await coordinator.InitializeAsync();
        return coordinator;
    }

    private static async Task<CreateSnapshotResponse> CreateAsync(RunningCoordinator coordinator) =>
        await new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin()).CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);

    private static async Task MeasureAsync(RunningCoordinator coordinator)
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("lab"));
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Requests.Campaign("lab", Requests.Skip), cancellationToken: Cancel);
        for (var pass = 1; pass <= 2; pass++)
        {
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/lab", MaxJobs = 1 }, cancellationToken: Cancel);
            await jobs.CompleteJobAsync(Requests.Complete("devices/lab", leased.Leases[0], 1_000_000, 1_000_500), cancellationToken: Cancel);
        }
    }
}
