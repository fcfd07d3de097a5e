using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Coordinator.Tests.Snapshots;

public sealed class SnapshotServiceTests : IAsyncLifetime
{
    private readonly RunningCoordinator _coordinator = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SnapshotService.SnapshotServiceClient Snapshots => new(_coordinator.AsAdmin());

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task Nothing_measured_is_refused() =>
        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel));

    [Fact]
    public async Task Published_snapshot_verifies_downloads_and_is_not_made_twice()
    {
        await MeasureAsync("publisher", Requests.Skip);

        var first = await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);
        var second = await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.Equal(("1.0.0", 1), (first.Snapshot.Version, first.Snapshot.Rows));
        Assert.Equal(first.Snapshot, second.Snapshot);
        var verification = await SnapshotVerifier.VerifyAsync(first.Snapshot.Path, Cancel);
        Assert.True(verification.IsIntact);
        Assert.Equal(first.Snapshot.Sha256, verification.Sha256);
        foreach (var file in first.Snapshot.Files)
            Assert.Equal(file.SizeBytes, await DownloadAsync(first.Snapshot.Name, file.Path));
    }

    [Fact]
    public async Task More_rows_are_a_minor_version()
    {
        await MeasureAsync("minor", Requests.Skip);
        await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);
        await MeasureAsync(null, Requests.Conv3x3Everywhere);

        var next = await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);

        Assert.Equal(("1.1.0", 2), (next.Snapshot.Version, next.Snapshot.Rows));
        var latest = await Snapshots.GetSnapshotAsync(new GetSnapshotRequest { Name = "snapshots/latest" }, cancellationToken: Cancel);
        Assert.Equal("1.1.0", latest.Snapshot.Version);
        var list = await Snapshots.ListSnapshotsAsync(new ListSnapshotsRequest(), cancellationToken: Cancel);
        Assert.Equal(["1.1.0", "1.0.0"], list.Snapshots.Select(snapshot => snapshot.Version));
    }

    [Theory]
    [InlineData("../../admin-token")]
    [InlineData("/etc/passwd")]
    [InlineData("nothing.parquet")]
    public async Task Path_that_the_snapshot_does_not_list_is_not_found(string path)
    {
        await MeasureAsync("hostile", Requests.Skip);
        var snapshot = (await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel)).Snapshot;

        var error = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(snapshot.Name, path));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Unknown_campaign_target_and_version_are_named()
    {
        await RpcAssert.FailsOnAsync(
            Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Campaigns = { "campaigns/99" }, Targets = { "a/b/c/t1" } }, cancellationToken: Cancel),
            "campaigns[0]", "targets[0]");
        await RpcAssert.FailsOnAsync(Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Version = "one" }, cancellationToken: Cancel), "version");
    }

    private CallInvoker? _device;
    private string _deviceId = "";

    private async Task MeasureAsync(string? enrolAs, string architecture)
    {
        if (enrolAs is not null)
            (_device, _deviceId) = (await _coordinator.EnrolAsync(enrolAs), enrolAs);
        var jobs = new JobService.JobServiceClient(_device);
        await new CampaignService.CampaignServiceClient(_coordinator.AsAdmin())
            .CreateCampaignAsync(Requests.Campaign(_deviceId, architecture), cancellationToken: Cancel);
        for (var pass = 1; pass <= 2; pass++)
        {
            var lease = (await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + _deviceId, MaxJobs = 1 }, cancellationToken: Cancel)).Leases[0];
            await jobs.CompleteJobAsync(Requests.Complete("devices/" + _deviceId, lease, 1_000_000, 1_000_100), cancellationToken: Cancel);
        }
    }

    private async Task<long> DownloadAsync(string snapshot, string path)
    {
        using var call = Snapshots.DownloadSnapshotFile(new DownloadSnapshotFileRequest { Name = snapshot, Path = path }, cancellationToken: Cancel);
        long size = 0;
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(Cancel))
            size += chunk.Data.Length;
        return size;
    }
}
