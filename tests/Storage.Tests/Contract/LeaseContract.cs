using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

public abstract class LeaseContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task LeaseAsync_gives_oldest_campaign_first_then_pass_then_order_key()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, models: 4, minPasses: 2);
        var second = await CreateAsync(target, models: 1, minPasses: 2);

        var jobs = await LeaseAsync();

        Assert.Equal(10, jobs.Count);
        Assert.Equal(jobs.OrderBy(job => job.CampaignId).ThenBy(job => job.Pass).ThenBy(job => PassOrder.Key(7, job.Pass, job.Model.Sha256)), jobs);
        Assert.Equal([.. Enumerable.Repeat(first.Id, 8), second.Id, second.Id], jobs.Select(job => job.CampaignId));
        Assert.Equal(10, jobs.Select(job => job.LeaseId).Distinct().Count());
        Assert.All(jobs, job =>
        {
            Assert.Equal(32, job.LeaseId.Length);
            Assert.Equal(Now + TestData.LeaseDuration, job.ExpiresAt);
            Assert.Equal(TestData.Target("lab"), job.Target);
            Assert.Equal(first.Protocol, job.Protocol);
        });
    }

    [Fact]
    public async Task LeaseAsync_gives_no_more_than_asked_and_each_job_once()
    {
        await CreateAsync(await EnrolAsync(), models: 5, minPasses: 1);

        var first = await LeaseAsync(maxJobs: 3);
        var second = await LeaseAsync(maxJobs: 3);

        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Empty(first.Select(job => job.JobId).Intersect(second.Select(job => job.JobId)));
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task LeaseAsync_many_at_once_never_share_a_job()
    {
        await CreateAsync(await EnrolAsync(), models: 60, minPasses: 2);
        await using var other = Database.OpenAnother();
        IStore[] stores = [Store, other];

        var leased = await Task.WhenAll(Enumerable.Range(0, 12).Select(worker => Task.Run(
            async () =>
            {
                var mine = new List<LeasedJob>();
                while (await stores[worker % 2].LeaseAsync("lab", 7, TestData.LeaseDuration, Now, Token) is { Count: > 0 } jobs)
                    mine.AddRange(jobs);
                return mine;
            },
            Token)));

        var all = leased.SelectMany(jobs => jobs).ToArray();
        Assert.Equal(120, all.Length);
        Assert.Equal(120, all.Select(job => job.JobId).Distinct().Count());
    }

    [Theory]
    [InlineData(DeviceState.Draining)]
    [InlineData(DeviceState.Removed)]
    public async Task LeaseAsync_device_not_active_gets_nothing(DeviceState state)
    {
        await CreateAsync(await EnrolAsync());
        await Store.SetStateAsync("lab", state, Now, Token);

        Assert.Empty(await LeaseAsync());
        Assert.Empty(await LeaseAsync(deviceId: "absent"));
    }

    [Fact]
    public async Task Removed_device_leaves_no_campaign_waiting()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2);
        var jobs = await LeaseAsync();
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);

        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal([(Verdict.Valid, null), (Verdict.Failed, FailureReason.DeviceRemoved)], measurements.Select(m => (m.Verdict, m.FailureReason)));
    }

    [Fact]
    public async Task Removed_device_has_verdicts_of_models_with_the_passes_that_every_model_gets()
    {
        var campaign = await CreateWithOneFinishedModelAsync();

        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        await AssertFirstModelIsKeptAsync(campaign, StopReason.DeviceRemoved, FailureReason.DeviceRemoved);
    }

    [Fact]
    public async Task Removed_device_has_no_verdict_of_models_whose_passes_are_too_close_together()
    {
        var campaign = await CreateWithOneFinishedModelAsync(minSpread: TimeSpan.FromSeconds(10));

        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.All(measurements, m => Assert.Equal((Verdict.Failed, FailureReason.DeviceRemoved), (m.Verdict, m.FailureReason)));
    }

    [Fact]
    public async Task Device_that_is_given_up_leaves_no_campaign_waiting_and_stays_enrolled()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2);
        foreach (var job in (await LeaseAsync(now: Now)).Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);
        Assert.Empty(await Store.Devices.ListSilentAsync(Now, Token));
        Assert.Equal(new GivenUp(Decided: 0, Failed: 0), await GiveUpAsync(Now));
        Assert.Equal("lab", Assert.Single(await Store.Devices.ListSilentAsync(Now.AddHours(1), Token)).Id);

        Assert.Equal(new GivenUp(Decided: 0, Failed: 1), await GiveUpAsync(Now.AddHours(1)));

        Assert.Empty(await Store.Devices.ListSilentAsync(Now.AddHours(1), Token));
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
        Assert.Equal(DeviceState.Active, (await Store.Devices.FindAsync("lab", Token))!.State);
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal([(Verdict.Valid, null), (Verdict.Failed, FailureReason.DeviceAbsent)], measurements.Select(m => (m.Verdict, m.FailureReason)));
    }

    [Fact]
    public async Task Device_that_is_given_up_has_verdicts_of_models_with_the_passes_that_every_model_gets()
    {
        var campaign = await CreateWithOneFinishedModelAsync();

        Assert.Equal(new GivenUp(Decided: 1, Failed: 2), await GiveUpAsync(Now.AddHours(1)));

        await AssertFirstModelIsKeptAsync(campaign, StopReason.DeviceAbsent, FailureReason.DeviceAbsent);
        Assert.Empty(await LeaseAsync(now: Now.AddHours(2)));
    }

    [Fact]
    public async Task LeaseAsync_notes_when_the_device_called()
    {
        await EnrolAsync();

        await LeaseAsync(now: Now.AddMinutes(3));

        Assert.Equal(Now.AddMinutes(3), (await Store.Devices.FindAsync("lab", Token))!.LastSeenAt);
    }

    [Fact]
    public async Task LeaseAsync_gives_expired_jobs_of_the_device_again_under_another_lease()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var first = Assert.Single(await LeaseAsync());
        Assert.Empty(await LeaseAsync(now: first.ExpiresAt.AddMicroseconds(-1)));

        var second = Assert.Single(await LeaseAsync(now: first.ExpiresAt));

        Assert.Equal(first.JobId, second.JobId);
        Assert.NotEqual(first.LeaseId, second.LeaseId);
        Assert.Equal([first.LeaseId], await Store.Jobs.RenewAsync("lab", [first.LeaseId, second.LeaseId], Now.AddHours(1), first.ExpiresAt, Token));
    }

    [Fact]
    public async Task RenewAsync_moves_expiry_of_held_leases_and_names_the_others()
    {
        await CreateAsync(await EnrolAsync("lab"), models: 2, minPasses: 1);
        await EnrolAsync("board");
        var jobs = await LeaseAsync();
        var now = Now.AddMinutes(4);

        Assert.Equal(["stranger"], await Store.Jobs.RenewAsync("lab", [jobs[0].LeaseId, "stranger"], now + TestData.LeaseDuration, now, Token));
        Assert.Equal([jobs[1].LeaseId], await Store.Jobs.RenewAsync("board", [jobs[1].LeaseId], now + TestData.LeaseDuration, now, Token));

        var expired = await LeaseAsync(now: Now.AddMinutes(6));
        Assert.Equal([jobs[1].JobId], expired.Select(job => job.JobId));
    }

    [Fact]
    public async Task RenewAsync_expired_lease_is_not_held_even_before_anyone_took_it_back()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var job = Assert.Single(await LeaseAsync());

        Assert.Equal([job.LeaseId], await Store.Jobs.RenewAsync("lab", [job.LeaseId], Now.AddDays(1), job.ExpiresAt, Token));
    }

    [Fact]
    public async Task ReleaseAsync_queues_held_jobs_of_the_device_again()
    {
        await CreateAsync(await EnrolAsync("lab"), models: 3, minPasses: 1);
        await EnrolAsync("board");
        var jobs = await LeaseAsync();

        await Store.Jobs.ReleaseAsync("board", [jobs[2].LeaseId], Now, Token);
        await Store.Jobs.ReleaseAsync("lab", [jobs[0].LeaseId, jobs[1].LeaseId, "stranger"], Now, Token);

        var again = await LeaseAsync();
        Assert.Equal(jobs.Take(2).Select(job => job.JobId), again.Select(job => job.JobId));
        await Store.Jobs.ReleaseAsync("lab", [jobs[0].LeaseId], Now, Token);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task ExpireLeasesAsync_queues_expired_jobs_of_every_device()
    {
        await EnrolAsync("lab");
        await EnrolAsync("board");
        await Store.Campaigns.CreateAsync(TestData.NewCampaign([TestData.Target("lab").Slug, TestData.Target("board").Slug], 2, 1), Token);
        await LeaseAsync();
        await LeaseAsync(deviceId: "board");

        Assert.Equal(0, await Store.ExpireLeasesAsync(Now, Token));
        Assert.Equal(4, await Store.ExpireLeasesAsync(Now + TestData.LeaseDuration, Token));
        Assert.Equal(0, await Store.ExpireLeasesAsync(Now + TestData.LeaseDuration, Token));
    }

    [Fact]
    public async Task ExpireLeasesAsync_too_often_fails_job_measurement_and_ends_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 1, minPasses: 2);
        var now = Now;
        for (var i = 0; i < IJobStore.MaxExpiries; i++)
        {
            Assert.Equal(2, (await LeaseAsync(now: now)).Count);
            now += TestData.LeaseDuration;
            Assert.Equal(2, await Store.ExpireLeasesAsync(now, Token));
        }

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token));
        Assert.Equal((Verdict.Failed, StopReason.Failed, FailureReason.LeaseExpired), (measurement.Verdict, measurement.StopReason, measurement.FailureReason));
        Assert.Contains("10 times", measurement.FailureMessage, StringComparison.Ordinal);
        Assert.Equal((CampaignState.Succeeded, now), await StateAsync(campaign.Id));
        Assert.Empty(await LeaseAsync(now: now));
    }

    [Fact]
    public async Task FailAsync_retries_until_the_last_failure_then_fails_measurement_and_cancels_its_jobs()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 1, minPasses: 2);
        for (var i = 1; i < IJobStore.MaxFailures; i++)
            Assert.Equal(FailureOutcome.WillRetry, await FailAsync(Assert.Single(await LeaseAsync(maxJobs: 1))));
        var last = Assert.Single(await LeaseAsync(maxJobs: 1));

        Assert.Equal(FailureOutcome.Failed, await FailAsync(last, reason: FailureReason.TimedOut, message: "It hung."));

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token));
        Assert.Equal((Verdict.Failed, StopReason.Failed, FailureReason.TimedOut, "It hung."), (measurement.Verdict, measurement.StopReason, measurement.FailureReason, measurement.FailureMessage));
        Assert.Equal((CampaignState.Succeeded, Now), await StateAsync(campaign.Id));
        Assert.Empty(await LeaseAsync());
        Assert.Equal(FailureOutcome.NotHeld, await FailAsync(last));
        Assert.Equal(CompletionOutcome.KeptBeside, await CompleteAsync(last));
    }

    [Fact]
    public async Task FailAsync_lease_not_held_changes_nothing()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var first = Assert.Single(await LeaseAsync());

        Assert.Equal(FailureOutcome.NotHeld, await FailAsync(first, now: first.ExpiresAt));
        var second = Assert.Single(await LeaseAsync(now: first.ExpiresAt));
        Assert.Equal(FailureOutcome.NotHeld, await FailAsync(first, now: first.ExpiresAt));
        Assert.Equal(FailureOutcome.WillRetry, await FailAsync(second, now: first.ExpiresAt));
        Assert.Equal(FailureOutcome.NotHeld, await FailAsync(second, now: first.ExpiresAt));
    }

    [Fact]
    public async Task FailAsync_strange_lease_job_or_device_is_unknown()
    {
        await CreateAsync(await EnrolAsync("lab"), models: 2, minPasses: 1);
        await EnrolAsync("board");
        var jobs = await LeaseAsync();

        Assert.Equal(FailureOutcome.UnknownLease, await FailAsync(jobs[0] with { LeaseId = "stranger" }));
        Assert.Equal(FailureOutcome.UnknownLease, await FailAsync(jobs[0] with { LeaseId = jobs[1].LeaseId }));
        Assert.Equal(FailureOutcome.UnknownLease, await FailAsync(jobs[0] with { JobId = 999 }));
        Assert.Equal(
            FailureOutcome.UnknownLease,
            await Store.FailAsync(new JobFailure("board", jobs[0].JobId, jobs[0].LeaseId, FailureReason.Internal, "", Now), Token));
    }

    private async Task<(CampaignState State, DateTimeOffset? EndedAt)> StateAsync(long campaignId)
    {
        var campaign = await Store.Campaigns.FindAsync(campaignId, Token);
        return (campaign!.State, campaign.EndedAt);
    }

    /// <summary>Creates a campaign of three models: the first has the passes that every model gets and waits for more, the second has one of them, the third has none.</summary>
    private async Task<Campaign> CreateWithOneFinishedModelAsync(TimeSpan minSpread = default)
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 3, minPasses: 2, change: plan => plan with { Protocol = plan.Protocol with { MinSpread = minSpread } });
        var jobs = await LeaseAsync(now: Now + minSpread);
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(0)).Concat(jobs.Where(job => job.Model == TestData.Model(1)).Take(1)))
            await CompleteAsync(job, TestData.StopAtLimit);
        return campaign;
    }

    private async Task AssertFirstModelIsKeptAsync(Campaign campaign, StopReason stop, FailureReason failure)
    {
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal(
            [(Verdict.Valid, stop, null), (Verdict.Failed, StopReason.Failed, failure), (Verdict.Failed, StopReason.Failed, failure)],
            measurements.Select(m => (m.Verdict, m.StopReason, m.FailureReason)));
        Assert.Equal(2, measurements[0].Summary!.Passes);
    }

    private Task<GivenUp> GiveUpAsync(DateTimeOffset silentSince) =>
        Store.WriteAsync(transaction => transaction.GiveUpDeviceAsync("lab", silentSince, "It left."), Token);
}
