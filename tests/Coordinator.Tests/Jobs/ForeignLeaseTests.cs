using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Jobs;

/// <summary>A lease belongs to the device that it was given to: on no method of jobs can another one use it, or act for its owner.</summary>
public sealed class ForeignLeaseTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_of_another_device_is_unknown_on_every_method_and_goes_on()
    {
        var (owner, thief) = (await ClientAsync("owner"), await ClientAsync("thief"));
        var campaign = await SubmitAsync("owner");
        var lease = Assert.Single((await owner.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/owner", MaxJobs = 1 }, cancellationToken: Cancel)).Leases);

        var renewed = await thief.RenewLeasesAsync(new RenewLeasesRequest { Device = "devices/thief", LeaseIds = { lease.LeaseId } }, cancellationToken: Cancel);
        Assert.Equal([lease.LeaseId], renewed.LostLeaseIds);
        await thief.ReleaseJobsAsync(new ReleaseJobsRequest { Device = "devices/thief", LeaseIds = { lease.LeaseId } }, cancellationToken: Cancel);
        await RpcAssert.FailsAsync(StatusCode.NotFound, thief.CompleteJobAsync(Requests.Complete("devices/thief", lease, 1), cancellationToken: Cancel));
        await RpcAssert.FailsAsync(StatusCode.NotFound, thief.CompleteProfileJobAsync(Profile("devices/thief", lease), cancellationToken: Cancel));
        await RpcAssert.FailsAsync(StatusCode.NotFound, thief.FailJobAsync(Failure("devices/thief", lease), cancellationToken: Cancel));

        // Nothing was stored or taken away, and the owner goes on with it.
        var measurement = await MeasurementAsync(campaign);
        Assert.Null(measurement.Summary);
        Assert.Empty((await owner.RenewLeasesAsync(new RenewLeasesRequest { Device = "devices/owner", LeaseIds = { lease.LeaseId } }, cancellationToken: Cancel)).LostLeaseIds);
        Assert.True((await owner.CompleteJobAsync(Requests.Complete("devices/owner", lease, 1_000_000), cancellationToken: Cancel)).Counted);
        Assert.Equal(1, (await MeasurementAsync(campaign)).Summary.Samples);
    }

    [Fact]
    public async Task Name_of_another_device_is_refused_on_every_method()
    {
        var (victim, thief) = (await ClientAsync("victim"), await ClientAsync("liar"));
        await SubmitAsync("victim");
        var lease = Assert.Single((await victim.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/victim", MaxJobs = 1 }, cancellationToken: Cancel)).Leases);
        string[] ids = [lease.LeaseId];

        await DeniedAsync(thief.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/victim", MaxJobs = 1 }, cancellationToken: Cancel));
        await DeniedAsync(thief.RenewLeasesAsync(new RenewLeasesRequest { Device = "devices/victim", LeaseIds = { ids } }, cancellationToken: Cancel));
        await DeniedAsync(thief.ReleaseJobsAsync(new ReleaseJobsRequest { Device = "devices/victim", LeaseIds = { ids } }, cancellationToken: Cancel));
        await DeniedAsync(thief.CompleteJobAsync(Requests.Complete("devices/victim", lease, 1), cancellationToken: Cancel));
        await DeniedAsync(thief.CompleteProfileJobAsync(Profile("devices/victim", lease), cancellationToken: Cancel));
        await DeniedAsync(thief.FailJobAsync(Failure("devices/victim", lease), cancellationToken: Cancel));
        await DeniedAsync(thief.ReportPauseAsync(new ReportPauseRequest { Device = "devices/victim", Reason = PauseReason.Stopped }, cancellationToken: Cancel));

        Assert.Empty((await victim.RenewLeasesAsync(new RenewLeasesRequest { Device = "devices/victim", LeaseIds = { ids } }, cancellationToken: Cancel)).LostLeaseIds);
    }

    /// <summary>A method that comes to JobService and takes a device must be in the two tests above.</summary>
    [Fact]
    public void Every_method_is_here() => Assert.Equal(
        ["CompleteJob", "CompleteProfileJob", "FailJob", "LeaseJobs", "ReleaseJobs", "RenewLeases", "ReportPause"],
        JobService.Descriptor.Methods.Where(method => method.InputType.FindFieldByName("device") is not null).Select(method => method.Name).Order(StringComparer.Ordinal));

    private static Task<string> DeniedAsync<T>(AsyncUnaryCall<T> call) => RpcAssert.FailsAsync(StatusCode.PermissionDenied, call);

    private static FailJobRequest Failure(string device, JobLease lease) =>
        new() { Device = device, Job = lease.Job.Name, LeaseId = lease.LeaseId, Reason = FailureReason.RunnerCrashed, Message = "It was not I." };

    private static CompleteProfileJobRequest Profile(string device, JobLease lease) => new()
    {
        Device = device,
        Job = lease.Job.Name,
        LeaseId = lease.LeaseId,
        Profile = new OperatorProfile
        {
            Operators = { new ProfiledOperator { Name = "logits", OpType = "Conv", Provider = "cpu", Calls = 10, MeanNs = 1000 } },
            Runs = 10,
            RunNs = 500_000,
            StartTime = new Timestamp { Seconds = 1_000_000_000 },
            EndTime = new Timestamp { Seconds = 1_000_000_001 },
            RuntimeVersion = "1.31.1",
            AgentVersion = "0.1.0",
        },
    };

    private async Task<JobService.JobServiceClient> ClientAsync(string device) => new(await coordinator.EnrolAsync(device));

    private async Task<string> SubmitAsync(string device) => (await new CampaignService.CampaignServiceClient(coordinator.AsAdmin())
        .CreateCampaignAsync(Requests.Campaign(device, Requests.Skip), cancellationToken: Cancel)).Campaign.Name;

    private async Task<Measurement> MeasurementAsync(string campaign) =>
        Assert.Single((await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin())
            .ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign }, cancellationToken: Cancel)).Measurements);
}
