using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Snapshots;

/// <summary>Two coordinators over one Postgres, each with snapshots in a directory of its own.</summary>
public sealed class ReplicaSnapshotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snapshots_asked_for_at_the_same_time_are_made_one_after_the_other()
    {
        await using var replicas = await Replicas.StartAsync();
        var (one, two) = replicas;
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

    [Fact]
    public async Task Snapshot_of_another_coordinator_is_refused_where_nothing_is_shared()
    {
        await using var replicas = await Replicas.StartAsync();
        var (one, two) = replicas;
        await MeasureAsync(one);
        await CreateAsync(one);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await GetAsync(two, "1.0.0"));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("--artifacts DIR or s3://BUCKET", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public Task Snapshot_and_predictor_of_another_coordinator_are_served_from_a_shared_bucket()
    {
        S3Server.UseOrSkip();
        return AssertServedAsync($"s3://{S3Server.Bucket}/{Guid.NewGuid():N}");
    }

    [Fact]
    public async Task Snapshot_and_predictor_of_another_coordinator_are_served_from_a_shared_directory()
    {
        using var directory = new TempDirectory();
        await AssertServedAsync(directory.PathOf("artifacts"));
    }

    [Fact]
    public async Task Damaged_file_of_a_shared_snapshot_is_refused_and_nothing_is_left()
    {
        using var directory = new TempDirectory();
        await using var replicas = await Replicas.StartAsync(directory.Directory);
        var (one, two) = replicas;
        await MeasureAsync(one);
        var made = (await CreateAsync(one)).Snapshot;
        var manifest = made.Files.Single(file => file.Path == SnapshotLayout.ManifestFile).Sha256;
        await File.AppendAllTextAsync(Directory.GetFiles(directory.Directory, manifest, SearchOption.AllDirectories).Single(), " ", Cancel);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await GetAsync(two, "1.0.0"));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains($"{manifest} is damaged: remove it", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(two.DataDirectory, "snapshots")));
    }

    [Fact]
    public async Task Snapshot_whose_sharing_was_cut_off_is_shared_before_the_next_is_made()
    {
        using var directory = new TempDirectory();
        await using var replicas = await Replicas.StartAsync(directory.Directory);
        var (one, two) = replicas;
        await MeasureAsync(one);
        var made = (await CreateAsync(one)).Snapshot;
        // As after a crash between the two: it is published, and only a part of it is shared.
        var missing = Directory.GetFiles(directory.Directory, made.Sha256, SearchOption.AllDirectories).Single();
        File.Delete(missing);
        await Assert.ThrowsAsync<RpcException>(async () => await GetAsync(two, "1.0.0"));

        var file = Path.Combine(one.DataDirectory, "snapshots", "latbench-1.0.0", SnapshotLayout.ManifestFile);
        File.Move(file, file + ".lost");
        var refused = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(one));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("Snapshot 1.0.0 cannot be shared", refused.Status.Detail, StringComparison.Ordinal);
        File.Move(file + ".lost", file);

        Assert.False((await CreateAsync(one)).Created);

        Assert.Equal(made.Files, (await GetAsync(two, "1.0.0")).Files);
    }

    private static async Task AssertServedAsync(string artifacts)
    {
        await using var replicas = await Replicas.StartAsync(artifacts);
        var (one, two) = replicas;
        await MeasureAsync(one);
        var made = (await CreateAsync(one)).Snapshot;

        var served = await GetAsync(two, "latest");

        Assert.Equal(made.Files, served.Files);
        var verified = await SnapshotVerifier.VerifyAsync(Path.Combine(two.DataDirectory, "snapshots", "latbench-1.0.0"), Cancel);
        Assert.True(verified.IsIntact);
        // What follows is compared with it, and is not taken for a new beginning.
        Assert.False((await CreateAsync(two)).Created);

        var predictor = await TrainAsync(one);
        var answer = await new PredictorService.PredictorServiceClient(two.AsAdmin()).PredictAsync(
            new PredictRequest { Predictor = predictor, Architectures = { Requests.Conv3x3Everywhere } }, cancellationToken: Cancel);
        Assert.Equal(1, answer.Version);
    }

    private static async Task<Snapshot> GetAsync(RunningCoordinator coordinator, string version) =>
        (await new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin()).GetSnapshotAsync(new GetSnapshotRequest { Name = "snapshots/" + version }, cancellationToken: Cancel)).Snapshot;

    /// <summary>A table of sixty, and a cheap predictor of it.</summary>
    private static async Task<string> TrainAsync(RunningCoordinator coordinator)
    {
        var table = new ImportMeasurementsRequest { Target = "imported/table", ModelConfig = new ModelConfig() };
        table.Latencies.AddRange(Nas201.SearchSpace.Sample(60, 1).Select((cell, place) => new ArchitectureLatency { Architecture = cell.ToString(), LatencyMs = 1 + (place * 0.01) }));
        await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ImportMeasurementsAsync(table, cancellationToken: Cancel);
        var client = new PredictorService.PredictorServiceClient(coordinator.AsAdmin());
        var predictor = (await client.TrainPredictorAsync(new TrainPredictorRequest { Target = "imported/table", Trainer = "linear" }, cancellationToken: Cancel)).Predictor;
        using var watch = client.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2), cancellationToken: Cancel);
        while (await watch.ResponseStream.MoveNext(Cancel))
            predictor = watch.ResponseStream.Current.Predictor;
        Assert.Equal((PredictorState.Ready, ""), (predictor.State, predictor.FailureMessage));
        return predictor.Name;
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

    /// <summary>Two coordinators over one new database, each with a data directory of its own.</summary>
    private sealed record Replicas(RunningCoordinator One, RunningCoordinator Two) : IAsyncDisposable
    {
        public static async Task<Replicas> StartAsync(string? artifacts = null)
        {
            var server = await PostgresServer.SharedAsync();
            var database = await server.CreateDatabaseAsync(template: null, Cancel);
            return new Replicas(await StartAsync(database, artifacts), await StartAsync(database, artifacts));
        }

        public async ValueTask DisposeAsync()
        {
            await Two.DisposeAsync();
            await One.DisposeAsync();
        }

        private static async Task<RunningCoordinator> StartAsync(string database, string? artifacts)
        {
            var coordinator = new RunningCoordinator { Change = options => options with { Database = database, Artifacts = artifacts } };
            await coordinator.InitializeAsync();
            return coordinator;
        }
    }
}
