using System.Net.Http.Headers;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Waiting;

/// <summary>The reasons why devices and campaigns wait, as a caller of the API sees them; the devices here have no agent but this test.</summary>
public sealed class WaitingServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    private DeviceService.DeviceServiceClient Devices => new(coordinator.AsAdmin());

    [Fact]
    public async Task Device_without_any_call_is_told_by_campaign_device_and_list()
    {
        await coordinator.EnrolAsync("unseen");
        var campaign = await CreateAsync("unseen");

        var waiting = Assert.Single(campaign.Waiting);
        Assert.Equal((WaitReason.AgentNeverSeen, "devices/unseen"), (waiting.Reason, waiting.Device));
        Assert.Equal(waiting, (await Devices.GetDeviceAsync(new GetDeviceRequest { Name = "devices/unseen" }, cancellationToken: Cancel)).Device.Waiting);
        Assert.Equal(waiting, (await Devices.ListDevicesAsync(new ListDevicesRequest(), cancellationToken: Cancel)).Devices.Single(device => device.Name == "devices/unseen").Waiting);
    }

    [Fact]
    public async Task Watch_tells_when_the_reason_changes_and_when_work_goes_on()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("moody"));
        var campaign = await CreateAsync("moody");
        using var watch = Campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel);
        await NextAsync(watch, waiting => waiting is [{ Reason: WaitReason.AgentNeverSeen }]);

        await jobs.ReportPauseAsync(new ReportPauseRequest { Device = "devices/moody", Reason = PauseReason.DiskFull, Message = "3 MiB are free" }, cancellationToken: Cancel);
        await NextAsync(watch, waiting => waiting is [{ Reason: WaitReason.DiskFull, Explanation: "The agent of devices/moody pauses: 3 MiB are free." }]);

        await Devices.DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/moody" }, cancellationToken: Cancel);
        await NextAsync(watch, waiting => waiting is [{ Reason: WaitReason.DeviceDraining }]);

        await Devices.ResumeDeviceAsync(new ResumeDeviceRequest { Name = "devices/moody" }, cancellationToken: Cancel);
        await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/moody", MaxJobs = 1 }, cancellationToken: Cancel);
        await NextAsync(watch, waiting => waiting is []);

        await jobs.ReportPauseAsync(new ReportPauseRequest { Device = "devices/moody", Reason = PauseReason.Stopped }, cancellationToken: Cancel);
        await NextAsync(watch, waiting => waiting is [{ Reason: WaitReason.AgentStopped }]);
    }

    [Fact]
    public async Task Second_campaign_has_its_position_in_the_queue()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("busy"));
        await CreateAsync("busy");
        await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/busy", MaxJobs = 1 }, cancellationToken: Cancel);

        var second = await CreateAsync("busy");

        var waiting = Assert.Single(second.Waiting);
        Assert.Equal((WaitReason.Queued, 2, 1), (waiting.Reason, waiting.Ahead, waiting.CampaignsAhead));
    }

    [Fact]
    public async Task Rest_answers_have_the_reason()
    {
        await coordinator.EnrolAsync("resting");
        var campaign = await CreateAsync("resting");
        using var client = coordinator.Web();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", coordinator.AdminToken);

        var json = await client.GetStringAsync(new Uri($"/v1/{campaign.Name}", UriKind.Relative), Cancel);

        Assert.Contains("WAIT_REASON_AGENT_NEVER_SEEN", json, StringComparison.Ordinal);
    }

    private async Task<Campaign> CreateAsync(string device)
    {
        var request = Requests.Campaign(device, Requests.Skip);
        request.Campaign.Remeasure = true;
        return (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;
    }

    private static async Task NextAsync(AsyncServerStreamingCall<WatchCampaignResponse> watch, Predicate<Contracts.V1.Waiting[]> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await watch.ResponseStream.MoveNext(limit.Token))
        {
            if (condition([.. watch.ResponseStream.Current.Campaign.Waiting]))
                return;
        }

        Assert.Fail("The watch ended.");
    }
}
