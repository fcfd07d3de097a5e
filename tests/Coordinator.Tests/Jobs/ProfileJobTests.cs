using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Jobs;

public sealed class ProfileJobTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task Profile_is_joined_to_the_network_and_read_with_the_measurement()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("profiled"));
        var campaign = await SubmitAsync("profiled");
        var (timed, profile) = await LeaseAsync(jobs, "profiled");
        foreach (var lease in timed)
            await jobs.CompleteJobAsync(Requests.Complete("devices/profiled", lease, 1_000_000, 1_000_100), cancellationToken: Cancel);
        var standing = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel)).Campaign;
        Assert.Equal((CampaignState.Running, true, 1, 1, 0), (standing.State, standing.Profile, standing.Progress.Valid, standing.Progress.ProfilesOpen, standing.Progress.JobsOpen));

        var request = Request("profiled", profile);
        Assert.True((await jobs.CompleteProfileJobAsync(request, cancellationToken: Cancel)).Counted);
        Assert.True((await jobs.CompleteProfileJobAsync(request, cancellationToken: Cancel)).Counted);

        var ended = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel)).Campaign;
        Assert.Equal((CampaignState.Succeeded, 1, 0), (ended.State, ended.Progress.ProfilesDone, ended.Progress.ProfilesOpen));
        var response = await MeasurementAsync(campaign.Name);
        Assert.Equal((2, Verdict.Valid), (response.Passes.Count, response.Measurement.Verdict));
        var seen = response.Profile;
        Assert.Equal((10, 500_000.5, "1.31.1"), (seen.Runs, seen.RunNs, seen.RuntimeVersion));
        Assert.Equal(
            ["stem", "cell 3 edge 0->3 nor_conv_3x3", "cell 3 sum at node 3", "cell 5 reduction", "head", "unmatched"], seen.Operators.Select(one => one.Place.Text));
        Assert.Equal([0.1, 0.4, 0.05, 0.25, 0.15, 0.05], seen.Operators.Select(one => one.Share), (x, y) => Math.Abs(x - y) < 1e-12);
        var edge = seen.Operators[1].Place;
        Assert.Equal((NetworkPart.Edge, 3, 0, 3, "nor_conv_3x3"), (edge.Part, edge.Cell, edge.EdgeFrom, edge.Node, edge.Operation));
        Assert.False(seen.Operators[0].Place.HasCell);
        Assert.Equal([new ProfiledTensor { Type = "float", Dims = { 1, 16, 32, 32 } }, new ProfiledTensor { Type = "int64" }], seen.Operators[0].Inputs);
        Assert.Equal([new ProfiledTensor { Type = "float", Dims = { 1, 8 } }], seen.Operators[0].Outputs);
        Assert.Empty(seen.Operators[1].Inputs);
    }

    [Fact]
    public async Task Profile_out_of_range_is_refused_by_field()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("spoilt"));
        var campaign = await SubmitAsync("spoilt");
        var lease = (await LeaseAsync(jobs, "spoilt")).Profile;

        async Task RefusedAsync(Action<OperatorProfile> spoil, params string[] fields)
        {
            var request = Request("spoilt", lease);
            spoil(request.Profile);
            await RpcAssert.FailsOnAsync(jobs.CompleteProfileJobAsync(request, cancellationToken: Cancel), fields);
        }

        await RefusedAsync(
            profile =>
            {
                profile.Operators.Clear();
                (profile.Runs, profile.RunNs, profile.StartTime, profile.EndTime) = (0, double.NaN, null, new Timestamp { Seconds = -1 });
            },
            "profile.operators", "profile.runs", "profile.run_ns", "profile.start_time", "profile.end_time");
        await RefusedAsync(profile => profile.Operators[2].Calls = 0, "profile.operators[2].calls");
        await RefusedAsync(profile => profile.Operators[1].MeanNs = -1, "profile.operators[1].mean_ns");
        await RefusedAsync(profile => profile.Operators[0].Name = new string('x', 501), "profile.operators[0].name");
        await RefusedAsync(profile => profile.Operators[0].OpType = "Conv\n", "profile.operators[0].op_type");
        await RefusedAsync(profile => profile.Operators[0].Inputs[1].Dims.Add(-1), "profile.operators[0].inputs[1]");
        await RefusedAsync(profile => profile.Operators[0].Outputs[0].Type = "float[1]", "profile.operators[0].outputs[0]");
        await RefusedAsync(profile => profile.Operators[3].Outputs.Add(Enumerable.Repeat(new ProfiledTensor { Type = "float" }, 2001)), "profile.operators[3].outputs");
        var missing = Request("spoilt", lease);
        missing.Profile = null;
        await RpcAssert.FailsOnAsync(jobs.CompleteProfileJobAsync(missing, cancellationToken: Cancel), "profile");
        Assert.Null((await MeasurementAsync(campaign.Name)).Profile);
    }

    [Fact]
    public async Task Timed_and_profile_jobs_are_not_taken_for_each_other()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("mixed"));
        await SubmitAsync("mixed");
        var (timed, profile) = await LeaseAsync(jobs, "mixed");

        await RpcAssert.FailsAsync(StatusCode.NotFound, jobs.CompleteProfileJobAsync(Request("mixed", timed[0]), cancellationToken: Cancel));
        await RpcAssert.FailsAsync(StatusCode.NotFound, jobs.CompleteJobAsync(Requests.Complete("devices/mixed", profile, 1_000_000), cancellationToken: Cancel));
    }

    private static CompleteProfileJobRequest Request(string device, JobLease lease) => new()
    {
        Device = "devices/" + device,
        Job = lease.Job.Name,
        LeaseId = lease.LeaseId,
        Profile = new OperatorProfile
        {
            Operators =
            {
                Stem(), Operator("cell3/0-3/norm_nchwc", 8_000), Operator("cell3/sum1-3", 1_000),
                Operator("cell5/second/relu_nchwc", 5_000), Operator("logits", 3_000), Operator("ReorderOutput", 1_000),
            },
            Runs = 10,
            RunNs = 500_000.5,
            StartTime = new Timestamp { Seconds = 1_000_000_000 },
            EndTime = new Timestamp { Seconds = 1_000_000_001 },
            RuntimeVersion = "1.31.1",
            AgentVersion = "0.1.0",
        },
    };

    /// <summary>The one operator that comes with its tensors; older agents report none.</summary>
    private static ProfiledOperator Stem()
    {
        var stem = Operator("stem/norm_nchwc", 2_000);
        stem.Inputs.Add([new ProfiledTensor { Type = "float", Dims = { 1, 16, 32, 32 } }, new ProfiledTensor { Type = "int64" }]);
        stem.Outputs.Add(new ProfiledTensor { Type = "float", Dims = { 1, 8 } });
        return stem;
    }

    private static ProfiledOperator Operator(string name, double meanNs) => new() { Name = name, OpType = "Conv", Provider = "cpu", Calls = 10, MeanNs = meanNs };

    private async Task<Campaign> SubmitAsync(string device)
    {
        var request = Requests.Campaign(device, Requests.Conv3x3Everywhere);
        request.Campaign.Profile = true;
        return (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;
    }

    private static async Task<(IReadOnlyList<JobLease> Timed, JobLease Profile)> LeaseAsync(JobService.JobServiceClient jobs, string device)
    {
        var leases = (await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + device, MaxJobs = 10 }, cancellationToken: Cancel)).Leases;
        return ([.. leases.Where(lease => !lease.Job.Profile)], Assert.Single(leases, lease => lease.Job.Profile));
    }

    private async Task<GetMeasurementResponse> MeasurementAsync(string campaign)
    {
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());
        var name = Assert.Single((await measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign }, cancellationToken: Cancel)).Measurements).Name;
        return await measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = name }, cancellationToken: Cancel);
    }
}
