using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Jobs;

public sealed class JobServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task Two_agreeing_passes_end_in_a_valid_measurement_within_target()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("two-pass"));
        var campaign = await SubmitAsync("two-pass", Requests.Skip);

        for (var pass = 1; pass <= 2; pass++)
        {
            var lease = Assert.Single((await LeaseAsync(jobs, "two-pass", 1)).Leases);
            Assert.Equal(pass, lease.Job.Pass);
            var done = await jobs.CompleteJobAsync(Requests.Complete("devices/two-pass", lease, 1_000_000, 1_000_500, 1_001_000), cancellationToken: Cancel);
            Assert.True(done.Counted);
        }

        var ended = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel)).Campaign;
        Assert.Equal(CampaignState.Succeeded, ended.State);
        Assert.Equal((1, 1, 2), (ended.Progress.Valid, ended.Progress.WithinTarget, ended.Progress.JobsDone));
        var measurement = await OnlyMeasurementAsync(campaign.Name);
        Assert.Equal((Verdict.Valid, StopReason.ErrorTargetMet), (measurement.Verdict, measurement.StopReason));
        Assert.InRange(measurement.Summary.LatencyMs, 1.0, 1.001);
        Assert.Equal((6, 2), (measurement.Summary.Samples, measurement.Summary.Passes));
    }

    [Fact]
    public async Task Disagreeing_passes_bring_further_ones_up_to_the_limit()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("noisy"));
        var campaign = await SubmitAsync("noisy", Requests.Skip);

        foreach (var sample in new long[] { 1_000_000, 2_000_000, 4_000_000 })
        {
            var lease = Assert.Single((await LeaseAsync(jobs, "noisy", 1)).Leases);
            await jobs.CompleteJobAsync(Requests.Complete("devices/noisy", lease, sample), cancellationToken: Cancel);
        }

        var measurement = await OnlyMeasurementAsync(campaign.Name);
        Assert.Equal((Verdict.Valid, StopReason.PassLimit, 3), (measurement.Verdict, measurement.StopReason, measurement.Summary.Passes));
        var ended = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel)).Campaign;
        Assert.Equal((1, 0), (ended.Progress.Valid, ended.Progress.WithinTarget));
    }

    [Fact]
    public async Task Repeated_completion_counts_once()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("repeat"));
        var campaign = await SubmitAsync("repeat", Requests.Skip);
        var lease = Assert.Single((await LeaseAsync(jobs, "repeat", 1)).Leases);
        var completion = Requests.Complete("devices/repeat", lease, 1_000_000);

        Assert.True((await jobs.CompleteJobAsync(completion, cancellationToken: Cancel)).Counted);
        Assert.True((await jobs.CompleteJobAsync(completion, cancellationToken: Cancel)).Counted);

        Assert.Equal(1, (await OnlyMeasurementAsync(campaign.Name)).Summary.Samples);
    }

    [Fact]
    public async Task Job_that_fails_three_times_has_failed_with_its_reason()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("failing"));
        var campaign = await SubmitAsync("failing", Requests.Skip);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var lease = (await LeaseAsync(jobs, "failing", 1)).Leases[0];
            var failed = await jobs.FailJobAsync(
                new FailJobRequest { Device = "devices/failing", Job = lease.Job.Name, LeaseId = lease.LeaseId, Reason = FailureReason.RunnerCrashed, Message = "It died." },
                cancellationToken: Cancel);
            Assert.Equal(attempt < 3, failed.WillRetry);
        }

        var measurement = await OnlyMeasurementAsync(campaign.Name);
        Assert.Equal((Verdict.Failed, FailureReason.RunnerCrashed), (measurement.Verdict, measurement.FailureReason));
        Assert.Contains("It died.", measurement.FailureMessage, StringComparison.Ordinal);
        var ended = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel)).Campaign;
        Assert.Equal((CampaignState.Succeeded, 1, 0), (ended.State, ended.Progress.Failed, ended.Progress.JobsOpen));
    }

    [Fact]
    public async Task Foreign_lease_is_not_found_and_stores_nothing()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("foreign"));
        var campaign = await SubmitAsync("foreign", Requests.Skip);
        var lease = (await LeaseAsync(jobs, "foreign", 1)).Leases[0];
        lease.LeaseId = "made-up";

        await RpcAssert.FailsAsync(StatusCode.NotFound, jobs.CompleteJobAsync(Requests.Complete("devices/foreign", lease, 1), cancellationToken: Cancel));

        Assert.Null((await OnlyMeasurementAsync(campaign.Name)).Summary);
    }

    [Fact]
    public async Task Result_without_samples_is_refused()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("empty"));
        await SubmitAsync("empty", Requests.Skip);
        var lease = (await LeaseAsync(jobs, "empty", 1)).Leases[0];

        await RpcAssert.FailsOnAsync(jobs.CompleteJobAsync(Requests.Complete("devices/empty", lease), cancellationToken: Cancel), "result.samples_ns");
    }

    [Fact]
    public async Task Waiting_lease_wakes_up_when_work_comes()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("waiting"));
        using var waiting = jobs.LeaseJobsAsync(
            new LeaseJobsRequest { Device = "devices/waiting", MaxJobs = 1, Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(25)) }, cancellationToken: Cancel);

        await SubmitAsync("waiting", Requests.Skip);

        Assert.Single((await waiting).Leases);
    }

    [Fact]
    public async Task Drained_device_gets_nothing()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("draining"));
        await SubmitAsync("draining", Requests.Skip);
        await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/draining" }, cancellationToken: Cancel);

        Assert.Empty((await LeaseAsync(jobs, "draining", 1)).Leases);
    }

    [Fact]
    public async Task Second_campaign_takes_over_what_is_valid_unless_told_to_remeasure()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("reuse"));
        await SubmitAsync("reuse", Requests.Skip);
        for (var pass = 1; pass <= 2; pass++)
            await jobs.CompleteJobAsync(Requests.Complete("devices/reuse", (await LeaseAsync(jobs, "reuse", 1)).Leases[0], 1_000_000, 1_000_100), cancellationToken: Cancel);

        var second = await SubmitAsync("reuse", Requests.Skip);
        var request = Requests.Campaign("reuse", Requests.Skip);
        request.Campaign.Remeasure = true;
        var third = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal((CampaignState.Succeeded, 1, 0), (second.State, second.Progress.Reused, second.Progress.JobsOpen));
        Assert.Equal((CampaignState.Running, 0, 2), (third.State, third.Progress.Reused, third.Progress.JobsOpen));
    }

    private async Task<Campaign> SubmitAsync(string device, string architecture) =>
        (await Campaigns.CreateCampaignAsync(Requests.Campaign(device, architecture), cancellationToken: Cancel)).Campaign;

    private static async Task<LeaseJobsResponse> LeaseAsync(JobService.JobServiceClient jobs, string device, int max) =>
        await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + device, MaxJobs = max }, cancellationToken: Cancel);

    private async Task<Measurement> OnlyMeasurementAsync(string campaign) =>
        Assert.Single((await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin())
            .ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign }, cancellationToken: Cancel)).Measurements);
}
