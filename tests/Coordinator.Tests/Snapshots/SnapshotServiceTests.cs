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
        var absent = await RpcAssert.FailsAsync(StatusCode.NotFound, Snapshots.GetSnapshotAsync(new GetSnapshotRequest { Name = "snapshots/1.1.1" }, cancellationToken: Cancel));
        Assert.Equal("There is no snapshot 1.1.1: see 'latbench snapshots list'. Did you mean '1.1.0'?", absent);
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

    [Fact]
    public async Task Wishes_that_cannot_be_met_are_named_each()
    {
        var request = new CreateSnapshotRequest
        {
            Verdicts = { Verdict.Unspecified },
            RepeatCampaign = "campaigns/99",
            License = "WTFPL",
            Publisher = "two\nlines",
            Url = "ftp://example.org",
            OfficialIndexes = { 1, 2 },
            Tables = { new CardTable { Title = "T", Columns = { "a", "b" }, Rows = { new CardRow { Cells = { "1" } } } } },
            MeasuredFrom = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            MeasuredUntil = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        };

        await RpcAssert.FailsOnAsync(
            Snapshots.CreateSnapshotAsync(request, cancellationToken: Cancel),
            "verdicts[0]", "measured_until", "repeat_campaign", "license", "publisher", "url", "official_indexes", "tables[0].rows");
    }

    [Fact]
    public async Task Private_device_is_left_out_until_it_is_asked_for()
    {
        await MeasureAsync("secret", Requests.Skip);
        var devices = new DeviceService.DeviceServiceClient(_coordinator.AsAdmin());
        await RpcAssert.FailsOnAsync(devices.SetDevicePublicationAsync(new SetDevicePublicationRequest { Name = "devices/secret" }, cancellationToken: Cancel), "private");
        var device = (await devices.SetDevicePublicationAsync(new SetDevicePublicationRequest { Name = "devices/secret", Private = true }, cancellationToken: Cancel)).Device;

        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel));
        await RpcAssert.FailsOnAsync(Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Targets = { device.Targets[0].Slug } }, cancellationToken: Cancel), "targets[0]");
        var made = await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { IncludePrivate = true }, cancellationToken: Cancel);

        Assert.True(device.Private);
        Assert.Equal(1, made.Snapshot.Rows);
    }

    [Fact]
    public async Task Diff_says_what_changed_for_whom()
    {
        await MeasureAsync("differ", Requests.Skip);
        await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { License = "CC-BY-4.0" }, cancellationToken: Cancel);
        await MeasureAsync(null, Requests.Conv3x3Everywhere);
        await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);

        var diff = await Snapshots.DiffSnapshotsAsync(new DiffSnapshotsRequest { Name = "snapshots/latest", Base = "snapshots/1.0.0" }, cancellationToken: Cancel);

        Assert.Equal(("1.0.0", "1.1.0", "minor"), (diff.BaseVersion, diff.Version, diff.Change));
        Assert.Equal((1, 0, 0), (diff.Targets.Single().Added, diff.Targets.Single().Changed, diff.Targets.Single().Removed));
        await RpcAssert.FailsAsync(StatusCode.NotFound, Snapshots.DiffSnapshotsAsync(new DiffSnapshotsRequest { Name = "snapshots/latest", Base = "snapshots/9.0.0" }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Http_serves_whole_files_and_ranges_under_addresses_that_never_change()
    {
        await MeasureAsync("web", Requests.Skip);
        var snapshot = (await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel)).Snapshot;
        var file = snapshot.Files.First(file => file.Path.EndsWith(".parquet", StringComparison.Ordinal));
        var expected = await File.ReadAllBytesAsync(Path.Combine(snapshot.Path, file.Path), Cancel);
        using var web = Web(_coordinator.AdminToken);

        using var whole = await web.GetAsync($"/snapshots/1.0.0/{file.Path}", Cancel);
        using var latest = await web.GetAsync($"/snapshots/latest/{file.Path}", Cancel);
        using var rest = new HttpRequestMessage(HttpMethod.Get, $"/snapshots/1.0.0/{file.Path}") { Headers = { Range = new(10, null), IfRange = new(whole.Headers.ETag!) } };
        using var tail = await web.SendAsync(rest, Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/snapshots/1.0.0/{file.Path}") { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        using var known = await web.SendAsync(again, Cancel);
        using var head = await web.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/snapshots/1.0.0/{file.Path}"), Cancel);
        using var index = await web.GetAsync("/snapshots/1.0.0/", Cancel);

        Assert.Equal($"\"{file.Sha256}\"", whole.Headers.ETag!.Tag);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(expected, await whole.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal((System.Net.HttpStatusCode.Found, $"/snapshots/1.0.0/{file.Path}"), (latest.StatusCode, latest.Headers.Location!.ToString()));
        Assert.Equal(System.Net.HttpStatusCode.PartialContent, tail.StatusCode);
        Assert.Equal(expected[10..], await tail.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(expected.Length, head.Content.Headers.ContentLength);
        Assert.Contains(snapshot.Sha256, await index.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/snapshots/1.0.0/..%2f..%2fadmin-token")]
    [InlineData("/snapshots/1.0.0/%2e%2e/%2e%2e/admin-token")]
    [InlineData("/snapshots/1.0.0/nothing.parquet")]
    [InlineData("/snapshots/..%2f/admin-token")]
    [InlineData("/snapshots/9.9.9/README.md")]
    public async Task Http_what_is_not_published_is_not_found(string address)
    {
        await MeasureAsync("paths", Requests.Skip);
        await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);
        using var web = Web(_coordinator.AdminToken);

        using var answer = await web.GetAsync(address, Cancel);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("latbench_admin", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_needs_a_token_that_may_read()
    {
        var tokens = new TokenService.TokenServiceClient(_coordinator.AsAdmin());
        var enrolment = (await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: Cancel)).Secret;
        using var anonymous = Web(null);
        using var wrong = Web("latbench_viewer_guess");
        using var enroller = Web(enrolment);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/snapshots/latest/README.md", Cancel)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await wrong.GetAsync("/snapshots/latest/README.md", Cancel)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await enroller.GetAsync("/snapshots/latest/README.md", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Http_takes_the_cookie_of_the_dashboard_where_no_token_is_sent()
    {
        await MeasureAsync("cookie", Requests.Skip);
        await Snapshots.CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Cancel);
        using var browser = Web(null);
        browser.DefaultRequestHeaders.Add("Cookie", $"latbench_session={_coordinator.AdminToken}");
        using var expired = Web(null);
        expired.DefaultRequestHeaders.Add("Cookie", "latbench_session=latbench_viewer_guess");
        using var both = Web("latbench_viewer_guess");
        both.DefaultRequestHeaders.Add("Cookie", $"latbench_session={_coordinator.AdminToken}");

        using var answer = await browser.GetAsync("/snapshots/1.0.0/README.md", Cancel);
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/snapshots/1.0.0/README.md"), Cancel);
        using var posted = await browser.PostAsync("/snapshots/1.0.0/README.md", null, Cancel);

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(System.Net.HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await expired.GetAsync("/snapshots/1.0.0/README.md", Cancel)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await both.GetAsync("/snapshots/1.0.0/README.md", Cancel)).StatusCode);
    }

    private HttpClient Web(string? token)
    {
        var client = _coordinator.Web();
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
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
