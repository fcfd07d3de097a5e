using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

public abstract class ProfileContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private static readonly OperatorProfile Seen = new()
    {
        Operators =
        [
            new ProfiledOperator { Name = "stem/norm_nchwc", OperatorType = "Conv", Provider = "cpu", Calls = 10, MeanNs = 27_000.5, Inputs = [new ProfiledTensor("float", [1, 3, 32, 32]), new ProfiledTensor("int64", [])], Outputs = [new ProfiledTensor("float", [1, 16, 32, 32])] },
            new ProfiledOperator { Name = "cell0/1-2/pool", OperatorType = "AveragePool", Provider = "cpu", Calls = 10, MeanNs = 4_000 },
        ],
        Runs = 10,
        Run = Latency.FromNanoseconds(812_345.5),
        StartTime = Now,
        EndTime = Now.AddMilliseconds(250),
        RuntimeVersion = "1.31.1",
        AgentVersion = "0.1.0",
        SessionOptions = ["intra_op_num_threads=1"],
    };

    [Fact]
    public async Task CreateAsync_with_profile_adds_one_job_a_measurement_after_its_passes()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync(), models: 2, minPasses: 2);

        var jobs = await LeaseAsync();

        Assert.Equal([1, 1, 2, 2, IJobStore.ProfilePass, IJobStore.ProfilePass], jobs.Select(job => job.Pass));
        Assert.Equal([.. Enumerable.Repeat(JobKind.Timed, 4), JobKind.Profile, JobKind.Profile], jobs.Select(job => job.Kind));
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((4, 2, 0), (progress.JobsOpen, progress.ProfilesOpen, progress.ProfilesDone));
    }

    [Fact]
    public async Task CompleteProfileAsync_keeps_everything_and_ends_the_campaign()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        var (timed, profile) = await LeaseBothAsync();
        await CompleteAsync(timed);
        Assert.Equal(CampaignState.Running, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);

        var placed = await Store.Jobs.FindProfiledModelAsync("lab", profile.JobId, profile.LeaseId, Token);
        var outcome = await Store.CompleteProfileAsync(new ProfileResult("lab", profile.JobId, profile.LeaseId, Place(Seen), Now), Token);

        Assert.Equal(CompletionOutcome.Counted, outcome);
        Assert.Equal(TestData.Model(0), placed);
        Assert.Equal((CampaignState.Succeeded, Now), await StateAsync(campaign.Id));
        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token));
        Assert.Equivalent(Place(Seen), await Store.Measurements.FindProfileAsync(measurement.Id, Token), strict: true);
        Assert.Equal((Verdict.Valid, 1), (measurement.Verdict, measurement.Summary!.Passes));
        var configuration = placed!.Configuration;
        var label = Assert.Single(await Store.Labels.ReadProfilesAsync(measurement.Target, placed.SearchSpace, configuration, Token));
        Assert.Equal((placed.Architecture, measurement.Summary.Latency), (label.Architecture, label.Latency));
        Assert.Equivalent(Place(Seen), label.Profile, strict: true);
        Assert.Empty(await Store.Labels.ReadProfilesAsync(measurement.Target, "toy", configuration, Token));
        Assert.Empty(await Store.Labels.ReadProfilesAsync(measurement.Target, placed.SearchSpace, configuration with { Batch = 2 }, Token));
        Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token));
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((1, 0, 1, 0, 0), (progress.JobsDone, progress.JobsOpen, progress.ProfilesDone, progress.ProfilesOpen, progress.ProfilesFailed));
    }

    [Fact]
    public async Task CompleteProfileAsync_before_the_passes_leaves_them_to_come()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        var (timed, profile) = await LeaseBothAsync();

        Assert.Equal(CompletionOutcome.Counted, await ProfileAsync(profile));
        Assert.Equal(CampaignState.Running, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        await CompleteAsync(timed, (protocol, passes) => new(TestData.Summary(passes), passes.Count < 2 ? null : StopReason.PassLimit));
        var further = Assert.Single(await LeaseAsync());
        Assert.Equal((2, JobKind.Timed), (further.Pass, further.Kind));
        await CompleteAsync(further);

        Assert.Equal((CampaignState.Succeeded, Now), await StateAsync(campaign.Id));
    }

    [Fact]
    public async Task CompleteAsync_spreads_the_passes_and_leaves_the_profile_due()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 2, change: campaign => campaign with { Profile = true, Protocol = campaign.Protocol with { MinSpread = TimeSpan.FromMinutes(1) } });
        var first = (await LeaseAsync(maxJobs: 1)).Single();
        await CompleteAsync(first);

        Assert.Equal(JobKind.Profile, Assert.Single(await LeaseAsync()).Kind);
        Assert.Equal(2, Assert.Single(await LeaseAsync(now: Now.AddMinutes(1))).Pass);
    }

    [Fact]
    public async Task CompleteProfileAsync_again_is_the_same_and_a_second_one_is_not_kept()
    {
        await CreateProfiledAsync(await EnrolAsync());
        var first = (await LeaseBothAsync()).Profile;
        var second = (await LeaseAsync(now: first.ExpiresAt)).Single(job => job.Kind == JobKind.Profile);

        Assert.Equal(CompletionOutcome.Counted, await ProfileAsync(first, now: first.ExpiresAt));
        Assert.Equal(CompletionOutcome.Counted, await ProfileAsync(first, Seen with { Runs = 99 }, now: first.ExpiresAt));
        Assert.Equal(CompletionOutcome.KeptBeside, await ProfileAsync(second, Seen with { Runs = 98 }, now: first.ExpiresAt));
        Assert.Equal(CompletionOutcome.KeptBeside, await ProfileAsync(second, now: first.ExpiresAt));

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        Assert.Equal(10, (await Store.Measurements.FindProfileAsync(measurement.Id, Token))!.Runs);
    }

    [Fact]
    public async Task CompleteProfileAsync_strange_lease_or_kind_is_unknown_and_stores_nothing()
    {
        await CreateProfiledAsync(await EnrolAsync("lab"));
        await EnrolAsync("board");
        var (timed, profile) = await LeaseBothAsync();

        Assert.Null(await Store.Jobs.FindProfiledModelAsync("lab", timed.JobId, timed.LeaseId, Token));
        Assert.Null(await Store.Jobs.FindProfiledModelAsync("board", profile.JobId, profile.LeaseId, Token));
        Assert.Equal(CompletionOutcome.UnknownLease, await ProfileAsync(profile with { LeaseId = "stranger" }));
        Assert.Equal(CompletionOutcome.UnknownLease, await ProfileAsync(profile, deviceId: "board"));
        Assert.Equal(CompletionOutcome.UnknownLease, await ProfileAsync(timed));
        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(profile));

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        Assert.Null(await Store.Measurements.FindProfileAsync(measurement.Id, Token));
        Assert.Empty(await Store.Measurements.ListPassesAsync(measurement.Id, Token));
    }

    [Fact]
    public async Task FailAsync_profile_leaves_the_measurement_valid_and_ends_the_campaign()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        var (timed, profile) = await LeaseBothAsync();
        await CompleteAsync(timed);

        for (var failures = 1; failures < IJobStore.MaxFailures; failures++)
        {
            Assert.Equal(FailureOutcome.WillRetry, await FailAsync(profile));
            profile = Assert.Single(await LeaseAsync());
        }

        Assert.Equal(FailureOutcome.Failed, await FailAsync(profile));
        await AssertValidWithoutProfileAsync(campaign.Id, failed: 1);
    }

    [Fact]
    public async Task ExpireLeasesAsync_exhausted_profile_leaves_the_measurement_valid()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        var (timed, profile) = await LeaseBothAsync();
        await CompleteAsync(timed);

        var now = profile.ExpiresAt;
        for (var expiries = 1; expiries <= IJobStore.MaxExpiries; expiries++)
        {
            Assert.Equal(1, await Store.ExpireLeasesAsync(now, Token));
            if (expiries < IJobStore.MaxExpiries)
                now = Assert.Single(await LeaseAsync(now: now)).ExpiresAt;
        }

        await AssertValidWithoutProfileAsync(campaign.Id, failed: 1);
    }

    [Fact]
    public async Task SetStateAsync_removed_device_leaves_what_is_measured_valid()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        await CompleteAsync((await LeaseBothAsync()).Timed);

        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        await AssertValidWithoutProfileAsync(campaign.Id, failed: 0);
    }

    [Fact]
    public async Task FailAsync_measurement_cancels_its_profile()
    {
        var campaign = await CreateProfiledAsync(await EnrolAsync());
        for (var failures = 0; failures < IJobStore.MaxFailures; failures++)
            await FailAsync((await LeaseAsync(maxJobs: 1)).Single());

        Assert.Empty(await LeaseAsync());
        Assert.Equal((CampaignState.Succeeded, Now), await StateAsync(campaign.Id));
    }

    [Fact]
    public async Task CreateAsync_taken_over_measurement_is_profiled_once_for_its_original()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, minPasses: 1);
        await FinishAsync();
        var campaign = await CreateProfiledAsync(target);
        Assert.Equal(CampaignState.Running, campaign.State);
        var profile = Assert.Single(await LeaseAsync());
        Assert.Equal(JobKind.Profile, profile.Kind);
        await ProfileAsync(profile);

        var again = await CreateProfiledAsync(target);

        Assert.Equal(CampaignState.Succeeded, again.State);
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token);
        Assert.Equal(3, measurements.Count);
        foreach (var measurement in measurements)
            Assert.Equal(10, (await Store.Measurements.FindProfileAsync(measurement.Id, Token))?.Runs);
    }

    [Fact]
    public async Task ReadMeasurementsAsync_gives_the_profile_of_the_original()
    {
        var target = await EnrolAsync();
        await CreateProfiledAsync(target, models: 2);
        foreach (var job in await LeaseAsync())
        {
            if (job.Kind == JobKind.Timed)
                await CompleteAsync(job);
            else if (job.Model == TestData.Model(0))
                await ProfileAsync(job);
        }

        var published = await Store.Publication.ReadMeasurementsAsync(PublicationSelection.All, target, Token).ToListAsync(Token);

        Assert.Equal(2, published.Count);
        Assert.Equivalent(Place(Seen), published.Single(item => item.Measurement.Model == TestData.Model(0)).Profile, strict: true);
        Assert.Null(published.Single(item => item.Measurement.Model == TestData.Model(1)).Profile);
    }

    private static OperatorProfile Place(OperatorProfile seen) => seen with
    {
        Operators =
        [
            .. seen.Operators.Select((one, i) => one with
            {
                Share = 0.5,
                Place = i == 0
                    ? new OperatorPlace(NetworkPart.Stem, "stem")
                    : new OperatorPlace(NetworkPart.Edge, "cell 0 edge 1->2 avg_pool_3x3") { Cell = 0, EdgeFrom = 1, Node = 2, Operation = "avg_pool_3x3" },
            }),
        ],
    };

    private Task<Campaign> CreateProfiledAsync(string target, int models = 1, int minPasses = 1) =>
        CreateAsync(target, models, minPasses, campaign => campaign with { Profile = true });

    private async Task<(LeasedJob Timed, LeasedJob Profile)> LeaseBothAsync()
    {
        var jobs = await LeaseAsync();
        Assert.Equal([JobKind.Timed, JobKind.Profile], jobs.Select(job => job.Kind));
        return (jobs[0], jobs[1]);
    }

    private Task<CompletionOutcome> ProfileAsync(LeasedJob job, OperatorProfile? profile = null, DateTimeOffset? now = null, string deviceId = "lab") =>
        Store.CompleteProfileAsync(new ProfileResult(deviceId, job.JobId, job.LeaseId, Place(profile ?? Seen), now ?? Now), Token);

    private async Task<(CampaignState State, DateTimeOffset? EndedAt)> StateAsync(long campaignId)
    {
        var campaign = await Store.Campaigns.FindAsync(campaignId, Token);
        return (campaign!.State, campaign.EndedAt);
    }

    private async Task AssertValidWithoutProfileAsync(long campaignId, int failed)
    {
        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(campaignId), null, 10, Token));
        Assert.Equal((Verdict.Valid, null), (measurement.Verdict, measurement.FailureReason));
        Assert.Null(await Store.Measurements.FindProfileAsync(measurement.Id, Token));
        Assert.Equal(CampaignState.Succeeded, (await StateAsync(campaignId)).State);
        var progress = await Store.Campaigns.GetProgressAsync(campaignId, Token);
        Assert.Equal((1, 0, 0, 0, failed), (progress.JobsDone, progress.JobsOpen, progress.ProfilesDone, progress.ProfilesOpen, progress.ProfilesFailed));
    }
}
