using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Devices;

public sealed class DeviceServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DeviceService.DeviceServiceClient Admin => new(coordinator.AsAdmin());

    [Fact]
    public async Task Enrolled_device_has_slugged_targets_in_order()
    {
        await coordinator.EnrolAsync("lab-xeon");

        var device = (await Admin.GetDeviceAsync(new GetDeviceRequest { Name = "devices/lab-xeon" }, cancellationToken: Cancel)).Device;

        Assert.Equal(["lab-xeon/ort-1.31.1/cpu/t1", "lab-xeon/ort-1.31.1/cpu/t2"], device.Targets.Select(target => target.Slug));
        Assert.Equal(DeviceState.Active, device.State);
        Assert.Equal("Test CPU", device.Hardware.CpuModel);
        Assert.False(device.Hardware.HasMemoryBytes);
    }

    [Fact]
    public async Task Resident_target_says_so_in_its_slug()
    {
        var token = await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new() { Role = Role.Enrolment }, cancellationToken: Cancel);
        var request = Requests.Enrol("gpu", token.Secret);
        foreach (var (mode, level) in new[] { (IoMode.Host, GraphOptimization.All), (IoMode.Resident, GraphOptimization.All), (IoMode.Resident, GraphOptimization.Basic) })
            request.Targets.Add(new Target { Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cuda", Threads = 1, IoMode = mode, GraphOptimization = level });

        var device = (await new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel)).Device;

        Assert.Equal(
            [("gpu/ort-1.31.1/cuda/t1", IoMode.Host), ("gpu/ort-1.31.1/cuda/t1-resident", IoMode.Resident), ("gpu/ort-1.31.1/cuda/t1-basic-resident", IoMode.Resident)],
            device.Targets.Skip(2).Select(target => (target.Slug, target.IoMode)));
    }

    [Fact]
    public void Machine_with_many_cpus_may_offer_each_number_of_threads_at_each_level()
    {
        var targets = from level in new[] { GraphOptimization.All, GraphOptimization.Extended, GraphOptimization.Basic, GraphOptimization.Disabled }
                      from threads in Enumerable.Range(1, 192)
                      select new Target { Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = threads, GraphOptimization = level };
        var request = Requests.Enrol("large", "token");

        Assert.Empty(Coordinator.Devices.DeviceValidator.Validate(request.Hardware, request.Software, [.. targets]));
    }

    [Fact]
    public async Task Canary_readings_are_listed_newest_first_over_gRPC_and_REST()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("canary"));
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Requests.Campaign("canary", Requests.Skip), cancellationToken: Cancel);
        for (var pass = 1; pass <= 2; pass++)
        {
            var lease = Assert.Single((await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/canary", MaxJobs = 1 }, cancellationToken: Cancel)).Leases);
            var device = (await Admin.GetDeviceAsync(new GetDeviceRequest { Name = "devices/canary" }, cancellationToken: Cancel)).Device;
            Assert.True(device.LeaseExpireTime.ToDateTimeOffset() > DateTimeOffset.UnixEpoch);
            var completion = Requests.Complete("devices/canary", lease, 1_000_000, 1_000_500, 1_001_000);
            completion.Result.CanaryNs.Add([90_000L, 100_000, 300_000]);
            completion.Result.StartTime.Seconds += pass;
            completion.Result.EndTime.Seconds += pass;
            completion.Result.Contended = pass == 1;
            completion.Result.Conditions.LoadAverage1M = pass;
            await jobs.CompleteJobAsync(completion, cancellationToken: Cancel);
        }

        var first = await Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/canary", PageSize = 1 }, cancellationToken: Cancel);
        var second = await Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/canary", PageSize = 1, PageToken = first.NextPageToken }, cancellationToken: Cancel);

        var (newest, oldest) = (Assert.Single(first.Readings), Assert.Single(second.Readings));
        Assert.Equal((false, true, "canary/ort-1.31.1/cpu/t1"), (newest.Contended, oldest.Contended, newest.Target));
        Assert.Equal((2, 1), (newest.LoadAverage1M, oldest.LoadAverage1M));
        Assert.Equal(0.1, newest.LatencyMs, 6);
        Assert.Equal(newest.Time.Seconds, oldest.Time.Seconds + 1);
        Assert.Empty(second.NextPageToken);
        using var web = coordinator.Web();
        web.DefaultRequestHeaders.Add("Authorization", "Bearer " + coordinator.AdminToken);
        var text = await web.GetStringAsync(new Uri("/v1/devices/canary/canaryReadings?startTime=" + Uri.EscapeDataString(newest.Time.ToDateTime().ToString("O")), UriKind.Relative), Cancel);
        using var json = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(2, Assert.Single(json.RootElement.GetProperty("readings").EnumerateArray()).GetProperty("loadAverage1m").GetDouble());
    }

    [Fact]
    public async Task Canary_readings_of_no_device_and_forged_tokens_are_refused()
    {
        await coordinator.EnrolAsync("unread");

        await RpcAssert.FailsAsync(StatusCode.NotFound, Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/nowhere" }, cancellationToken: Cancel));
        foreach (var token in new[] { "x!", "MQ", "LTEvMQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTkvMQ" })
            await RpcAssert.FailsOnAsync(Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/unread", PageToken = token }, cancellationToken: Cancel), "page_token");
        await RpcAssert.FailsOnAsync(
            Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/unread", StartTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = long.MaxValue } }, cancellationToken: Cancel), "start_time");
        await RpcAssert.FailsOnAsync(Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/unread", PageSize = 5001 }, cancellationToken: Cancel), "page_size");
        Assert.Empty((await Admin.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = "devices/unread" }, cancellationToken: Cancel)).Readings);
    }

    [Fact]
    public async Task Taken_id_is_refused_and_the_token_stays_good()
    {
        await coordinator.EnrolAsync("taken");
        var token = await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new() { Role = Role.Enrolment }, cancellationToken: Cancel);
        var client = new DeviceService.DeviceServiceClient(coordinator.As(null));
        var request = Requests.Enrol("taken", token.Secret);
        request.RequestId = "another";

        await RpcAssert.FailsAsync(StatusCode.AlreadyExists, client.EnrolDeviceAsync(request, cancellationToken: Cancel));

        request.DeviceId = "free";
        await client.EnrolDeviceAsync(request, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Enrolment_whose_answer_was_lost_can_be_made_again_with_the_same_token()
    {
        var token = await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new() { Role = Role.Enrolment }, cancellationToken: Cancel);
        var client = new DeviceService.DeviceServiceClient(coordinator.As(null));
        var request = Requests.Enrol("lost-answer", token.Secret);
        var lost = await client.EnrolDeviceAsync(request, cancellationToken: Cancel);

        var again = await client.EnrolDeviceAsync(request, cancellationToken: Cancel);

        var lease = new LeaseJobsRequest { Device = "devices/lost-answer", MaxJobs = 1 };
        await new JobService.JobServiceClient(coordinator.As(again.Credential)).LeaseJobsAsync(lease, cancellationToken: Cancel);
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, new JobService.JobServiceClient(coordinator.As(lost.Credential)).LeaseJobsAsync(lease, cancellationToken: Cancel));
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, client.EnrolDeviceAsync(request, cancellationToken: Cancel));
        await new JobService.JobServiceClient(coordinator.As(again.Credential)).LeaseJobsAsync(lease, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Device_that_was_once_under_an_emulator_is_private_and_cannot_be_made_public()
    {
        var token = await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new() { Role = Role.Enrolment }, cancellationToken: Cancel);
        var request = Requests.Enrol("emulated", token.Secret);
        request.Hardware.Emulator = "qemu-aarch64-static";
        var enrolled = await new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel);
        Assert.Equal((true, "qemu-aarch64-static"), (enrolled.Device.Private, enrolled.Device.Hardware.Emulator));
        request.Hardware.ClearEmulator();
        var description = new DescribeDeviceRequest { Name = "devices/emulated", Hardware = request.Hardware, Software = request.Software, Targets = { request.Targets } };
        await new DeviceService.DeviceServiceClient(coordinator.As(enrolled.Credential)).DescribeDeviceAsync(description, cancellationToken: Cancel);

        var devices = new DeviceService.DeviceServiceClient(coordinator.AsAdmin());
        var message = await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, devices.SetDevicePublicationAsync(new() { Name = "devices/emulated", Private = false }, cancellationToken: Cancel));

        Assert.Contains("--include-private", message, StringComparison.Ordinal);
        Assert.True((await devices.GetDeviceAsync(new() { Name = "devices/emulated" }, cancellationToken: Cancel)).Device.Private);
    }

    [Fact]
    public async Task Second_device_of_a_name_is_told_of_the_option()
    {
        await coordinator.EnrolAsync("same-name");
        var token = await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new() { Role = Role.Enrolment }, cancellationToken: Cancel);
        var request = Requests.Enrol("same-name", token.Secret);
        request.RequestId = "second";

        var message = await RpcAssert.FailsAsync(StatusCode.AlreadyExists, new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel));

        Assert.Contains("--device same-name-2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("../etc")]
    [InlineData("a b")]
    [InlineData("-x")]
    [InlineData("")]
    public async Task Id_that_is_no_slug_is_refused(string id)
    {
        var request = Requests.Enrol(id, "token");
        request.RequestId = "r";

        await RpcAssert.FailsOnAsync(new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel), "device_id");
    }

    [Fact]
    public async Task Every_fault_of_a_description_is_named()
    {
        var request = Requests.Enrol("faulty", "token");
        request.Hardware = null;
        request.Targets[1].Threads = 0;

        await RpcAssert.FailsOnAsync(
            new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel), "hardware", "targets[1].threads");
    }

    [Fact]
    public async Task Drained_device_is_active_again_after_resume()
    {
        await coordinator.EnrolAsync("drained");

        var drained = await Admin.DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/drained" }, cancellationToken: Cancel);
        var resumed = await Admin.ResumeDeviceAsync(new ResumeDeviceRequest { Name = "devices/drained" }, cancellationToken: Cancel);

        Assert.Equal((DeviceState.Draining, DeviceState.Active), (drained.Device.State, resumed.Device.State));
    }

    [Fact]
    public async Task Unknown_device_is_not_found() =>
        await RpcAssert.FailsAsync(StatusCode.NotFound, Admin.GetDeviceAsync(new GetDeviceRequest { Name = "devices/absent" }, cancellationToken: Cancel));

    [Fact]
    public async Task Misspelt_names_are_answered_with_the_nearest()
    {
        await coordinator.EnrolAsync("workbench");
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var snapshots = new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin());

        var device = await RpcAssert.FailsAsync(StatusCode.NotFound, Admin.GetDeviceAsync(new GetDeviceRequest { Name = "devices/workbnech" }, cancellationToken: Cancel));
        var removed = await RpcAssert.FailsAsync(StatusCode.NotFound, Admin.DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/workbenhc" }, cancellationToken: Cancel));
        var far = await RpcAssert.FailsAsync(StatusCode.NotFound, Admin.GetDeviceAsync(new GetDeviceRequest { Name = "devices/quite-another" }, cancellationToken: Cancel));
        var submitted = await RpcAssert.FailsOnAsync(campaigns.CreateCampaignAsync(Requests.Campaign("workbnech", Requests.Skip), cancellationToken: Cancel), "campaign.targets[0]");
        var served = await RpcAssert.FailsOnAsync(campaigns.CreateCampaignAsync(Requests.Campaign("workbench/ort-1.31.1/cpu/t3", Requests.Skip), cancellationToken: Cancel), "campaign.targets[0]");
        var published = await RpcAssert.FailsOnAsync(
            snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Targets = { "workbench/ort-1.31.1/cpu/tl" } }, cancellationToken: Cancel), "targets[0]");

        Assert.Equal("There is no device workbnech in service: see 'latbench devices list'. Did you mean 'workbench'?", device);
        Assert.EndsWith("Did you mean 'workbench'?", removed, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", far, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'workbench'?", submitted, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'workbench/ort-1.31.1/cpu/t1'?", served, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'workbench/ort-1.31.1/cpu/t1'?", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_name_is_an_invalid_argument() =>
        await RpcAssert.FailsOnAsync(Admin.GetDeviceAsync(new GetDeviceRequest { Name = "device/x" }, cancellationToken: Cancel), "name");

    [Fact]
    public async Task List_pages_through_all_devices()
    {
        foreach (var id in new[] { "page-a", "page-b", "page-c" })
            await coordinator.EnrolAsync(id);

        var names = new List<string>();
        var token = "";
        do
        {
            var page = await Admin.ListDevicesAsync(new ListDevicesRequest { PageSize = 2, PageToken = token }, cancellationToken: Cancel);
            Assert.InRange(page.Devices.Count, 1, 2);
            names.AddRange(page.Devices.Select(device => device.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Subset(names.ToHashSet(), new HashSet<string> { "devices/page-a", "devices/page-b", "devices/page-c" });
    }

    [Fact]
    public async Task Forged_page_token_is_refused() =>
        await RpcAssert.FailsOnAsync(Admin.ListDevicesAsync(new ListDevicesRequest { PageToken = "%%%" }, cancellationToken: Cancel), "page_token");
}
