using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Campaigns;

/// <summary>A cancelled campaign, its verdicts and its resumption, through the services.</summary>
public sealed class ResumeCampaignTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task Cancelled_campaign_counts_its_cancelled_measurements_and_ends_valid_once_resumed()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("resumed"));
        var campaign = await SubmitAsync("resumed");
        await CompleteOneAsync(jobs, "resumed");

        var cancelled = (await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign }, cancellationToken: Cancel)).Campaign.Progress;
        var listed = Assert.Single(await ListAsync(campaign, Verdict.Cancelled));
        var request = new ResumeCampaignRequest { Name = campaign, RequestId = "once" };
        var resumed = (await Campaigns.ResumeCampaignAsync(request, cancellationToken: Cancel)).Campaign;
        var again = (await Campaigns.ResumeCampaignAsync(request, cancellationToken: Cancel)).Campaign;
        await CompleteOneAsync(jobs, "resumed");

        Assert.Equal((0, 1, 0, 1), (cancelled.Pending, cancelled.Cancelled, cancelled.JobsOpen, cancelled.JobsDone));
        Assert.Equal((Verdict.Cancelled, StopReason.Cancelled, 1), (listed.Verdict, listed.StopReason, listed.Summary.Passes));
        Assert.Equal((CampaignState.Running, 1, 1), (resumed.State, resumed.Progress.JobsDone, resumed.Progress.JobsOpen));
        Assert.Null(resumed.EndTime);
        Assert.Equal(resumed.Progress, again.Progress);
        Assert.Equal(2, Assert.Single(await ListAsync(campaign, Verdict.Valid)).Summary.Passes);
    }

    [Fact]
    public async Task Running_finished_and_unknown_campaigns_are_refused_in_one_sentence()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("refused"));
        var campaign = await SubmitAsync("refused");
        var id = campaign.Split('/')[1];

        Assert.Equal($"Campaign {id} is running: only a cancelled campaign can be resumed.", await RefusedAsync(campaign));
        await CompleteOneAsync(jobs, "refused");
        await CompleteOneAsync(jobs, "refused");
        Assert.Equal($"Campaign {id} has succeeded: only a cancelled campaign can be resumed.", await RefusedAsync(campaign));
        await RpcAssert.FailsAsync(StatusCode.NotFound, ResumeAsync("campaigns/424242"));
        await RpcAssert.FailsOnAsync(ResumeAsync("nonsense"), "name");
        await RpcAssert.FailsOnAsync(
            Campaigns.ResumeCampaignAsync(new ResumeCampaignRequest { Name = campaign, RequestId = new string('x', 101) }, cancellationToken: Cancel), "request_id");
    }

    [Fact]
    public async Task Campaign_on_a_removed_device_is_refused_with_the_way_out()
    {
        await coordinator.EnrolAsync("removed");
        var campaign = await SubmitAsync("removed");
        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign }, cancellationToken: Cancel);
        await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).RemoveDeviceAsync(new RemoveDeviceRequest { Name = "devices/removed" }, cancellationToken: Cancel);

        var message = await RefusedAsync(campaign);

        Assert.Contains("removed/ort-1.31.1/cpu/t1, which is gone: submit a new campaign", message, StringComparison.Ordinal);
        Assert.Equal(CampaignState.Cancelled, (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: Cancel)).Campaign.State);
    }

    [Fact]
    public async Task Next_campaign_takes_over_the_passes_and_says_where_they_are()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("next"));
        var first = await SubmitAsync("next");
        await CompleteOneAsync(jobs, "next");
        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = first }, cancellationToken: Cancel);

        var second = await SubmitAsync("next");

        var progress = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = second }, cancellationToken: Cancel)).Campaign.Progress;
        Assert.Equal((1, 1), (progress.JobsDone, progress.JobsOpen));
        var continued = Assert.Single(await ListAsync(second, Verdict.Unspecified));
        Assert.Equal(continued.Name, Assert.Single(await ListAsync(first, Verdict.Cancelled)).ContinuedIn);
    }

    [Fact]
    public async Task Snapshot_of_cancelled_measurements_is_refused_with_the_way_out()
    {
        await coordinator.EnrolAsync("unpublished");
        var campaign = await SubmitAsync("unpublished");
        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign }, cancellationToken: Cancel);
        var snapshots = new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin());

        var message = await RpcAssert.FailsOnAsync(
            snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Campaigns = { campaign }, Verdicts = { Verdict.Cancelled } }, cancellationToken: Cancel), "verdicts[0]");
        var nothing = await Assert.ThrowsAsync<RpcException>(async () => await snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { Campaigns = { campaign } }, cancellationToken: Cancel));

        Assert.Contains("Cancelled measurements are not published", message, StringComparison.Ordinal);
        Assert.Contains("latbench campaigns resume", nothing.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_is_a_post_of_the_rest_interface()
    {
        await coordinator.EnrolAsync("posted");
        var campaign = await SubmitAsync("posted");
        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign }, cancellationToken: Cancel);
        using var http = coordinator.Web();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", coordinator.AdminToken);

        using var response = await http.PostAsJsonAsync($"/v1/{campaign}:resume", new { requestId = "r1" }, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("CAMPAIGN_STATE_RUNNING", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(string device) =>
        (await Campaigns.CreateCampaignAsync(Requests.Campaign(device, Requests.Skip), cancellationToken: Cancel)).Campaign.Name;

    private AsyncUnaryCall<ResumeCampaignResponse> ResumeAsync(string campaign) =>
        Campaigns.ResumeCampaignAsync(new ResumeCampaignRequest { Name = campaign }, cancellationToken: Cancel);

    private Task<string> RefusedAsync(string campaign) => RpcAssert.FailsAsync(StatusCode.FailedPrecondition, ResumeAsync(campaign));

    private static async Task CompleteOneAsync(JobService.JobServiceClient jobs, string device)
    {
        var lease = Assert.Single((await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = $"devices/{device}", MaxJobs = 1 }, cancellationToken: Cancel)).Leases);
        await jobs.CompleteJobAsync(Requests.Complete($"devices/{device}", lease, 1_000_000, 1_000_500, 1_001_000), cancellationToken: Cancel);
    }

    private async Task<IReadOnlyList<Measurement>> ListAsync(string campaign, Verdict verdict) =>
        (await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(
            new ListMeasurementsRequest { Campaign = campaign, Verdict = verdict }, cancellationToken: Cancel)).Measurements;
}
