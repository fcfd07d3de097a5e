using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>A cancelled campaign keeps what it measured: as verdicts, for its resumption, and for the next campaign.</summary>
public abstract class CancellationContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const int Passes = 3;

    [Fact]
    public async Task CancelAsync_gives_a_verdict_to_what_has_enough_passes_over_enough_time_and_cancels_the_rest()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 4, minPasses: 2, change: plan => plan with { Protocol = plan.Protocol with { MinSpread = TimeSpan.FromSeconds(10) } });
        var late = Now.AddMinutes(1);
        await CompleteAsync(await OfAsync(0, late), TestData.StopAtLimit, At(Now));
        await CompleteAsync(await OfAsync(0, late.AddMinutes(1)), TestData.StopAtLimit, At(Now.AddSeconds(10)));
        await CompleteAsync(await OfAsync(1, late), TestData.StopAtLimit, At(Now));
        await CompleteAsync(await OfAsync(1, late.AddMinutes(1)), TestData.StopAtLimit, At(Now.AddSeconds(9.9)));
        await CompleteAsync(await OfAsync(2, late), TestData.StopAtLimit);

        await Store.CancelAsync(campaign.Id, Now, Token);

        Assert.Equal([(Verdict.Valid, 2), (Verdict.Cancelled, 2), (Verdict.Cancelled, 1), (Verdict.Cancelled, 0)], (await ListAsync(campaign)).Select(m => (m.Verdict!.Value, m.Summary?.Passes ?? 0)));
        Assert.All(await ListAsync(campaign), measurement => Assert.Equal(StopReason.Cancelled, measurement.StopReason));
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((0, 1, 3, 0), (progress.Pending, progress.Valid, progress.Cancelled, progress.JobsOpen));
        Assert.Equal(3, (await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id, Verdict: Verdict.Cancelled), null, 10, Token)).Count);
        Assert.Equal([TestData.Model(0)], (await PublishedAsync()).Select(published => published.Measurement.Model));
    }

    [Fact]
    public async Task CancelAsync_nothing_finished_leaves_nothing_to_publish()
    {
        var campaign = await CreateAsync(await EnrolAsync(), minPasses: Passes);
        await CompleteAsync(await OfAsync(0));

        await Store.CancelAsync(campaign.Id, Now, Token);

        Assert.Empty(await Store.Publication.ListTargetsAsync(PublicationSelection.All, Token));
        Assert.Empty(await PublishedAsync());
    }

    [Fact]
    public async Task CancelAsync_what_was_visited_only_after_a_drift_is_suspect_until_a_resumption_measures_it_again()
    {
        const int models = 20;
        var campaign = await CreateAsync(await EnrolAsync(), models, minPasses: 2);
        var late = (await ListAsync(campaign)).Take(models / 2).Select(measurement => measurement.Model).ToHashSet();
        foreach (var job in await LeaseAsync())
        {
            var (start, canary) = late.Contains(job.Model) ? (Now.AddMinutes(10 + job.Pass), 265_000L) : (Now.AddMinutes(job.Pass), 250_000L);
            await CompleteAsync(job, TestData.StopAtLimit, At(start) with { CanaryNs = [canary, canary + 100, canary + 90] });
        }

        await Store.CancelAsync(campaign.Id, Now, Token);
        var cancelled = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        await Store.ResumeAsync(campaign.Id, null, Now, Token);
        var resumed = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);

        Assert.Equal((models / 2, models / 2, 0), (cancelled.Valid, cancelled.Suspect, cancelled.Cancelled));
        Assert.Equal((models / 2, 0, models / 2), (resumed.Valid, resumed.Suspect, resumed.Pending));
        Assert.Equal(late.Select(model => model.Sha256).Order(), (await LeaseAsync()).Select(job => job.Model.Sha256).Distinct().Order());
    }

    [Fact]
    public async Task ResumeAsync_goes_on_with_the_passes_that_there_are()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: Passes);
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await Store.CancelAsync(campaign.Id, Now, Token);

        var resumption = await Store.ResumeAsync(campaign.Id, null, Now.AddDays(30), Token);

        Assert.Equal((ResumeOutcome.Resumed, CampaignState.Running, null), (resumption.Outcome, resumption.Campaign!.State, resumption.Campaign.EndedAt));
        var jobs = await LeaseAsync(now: Now.AddDays(30));
        Assert.Equal([(0, 2), (0, 3), (1, 1), (1, 2), (1, 3)], jobs.Select(job => (job.Model == TestData.Model(0) ? 0 : 1, job.Pass)).Order());
        foreach (var job in jobs)
            Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job, now: Now.AddDays(30)));
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        Assert.All(await ListAsync(campaign), measurement => Assert.Equal((Verdict.Valid, StopReason.ErrorTargetMet, Passes), (measurement.Verdict, measurement.StopReason, measurement.Summary!.Passes)));
    }

    [Fact]
    public async Task ResumeAsync_visits_to_come_are_spread_again()
    {
        var interval = TimeSpan.FromSeconds(10);
        var campaign = await CreateAsync(
            await EnrolAsync(), minPasses: Passes, change: plan => plan with { Protocol = plan.Protocol with { MaxPasses = 11, MinSpread = interval * 10 } });
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await Store.CancelAsync(campaign.Id, Now, Token);
        var later = Now.AddDays(1);

        await Store.ResumeAsync(campaign.Id, null, later, Token);

        Assert.Equal(2, Assert.Single(await LeaseAsync(now: later)).Pass);
        Assert.Equal(later + interval, await Store.Jobs.NextDueAsync("lab", Token));
    }

    [Fact]
    public async Task ResumeAsync_result_of_a_lease_from_before_counts_once()
    {
        var campaign = await CreateAsync(await EnrolAsync(), minPasses: 1);
        var job = await OfAsync(0);
        await Store.CancelAsync(campaign.Id, Now, Token);
        await Store.ResumeAsync(campaign.Id, null, Now, Token);

        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job));

        Assert.Empty(await LeaseAsync());
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
    }

    [Fact]
    public async Task ResumeAsync_repeated_request_changes_nothing_and_another_is_refused()
    {
        var campaign = await CreateAsync(await EnrolAsync(), minPasses: Passes);
        await Store.CancelAsync(campaign.Id, Now, Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Store.ResumeAsync(campaign.Id, "r1", Now, Token)));

        Assert.All(outcomes, outcome => Assert.Equal((ResumeOutcome.Resumed, CampaignState.Running), (outcome.Outcome, outcome.Campaign!.State)));
        Assert.Equal(Passes, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
        Assert.Equal(ResumeOutcome.NotCancelled, (await Store.ResumeAsync(campaign.Id, "r2", Now, Token)).Outcome);
        await Store.CancelAsync(campaign.Id, Now, Token);
        Assert.Equal(CampaignState.Cancelled, (await Store.ResumeAsync(campaign.Id, "r1", Now, Token)).Campaign!.State);
    }

    [Fact]
    public async Task ResumeAsync_of_what_was_not_cancelled_is_refused()
    {
        var campaign = await CreateAsync(await EnrolAsync());
        Assert.Equal(ResumeOutcome.NotCancelled, (await Store.ResumeAsync(campaign.Id, null, Now, Token)).Outcome);
        await FinishAsync();
        var finished = await Store.ResumeAsync(campaign.Id, null, Now, Token);
        Assert.Equal((ResumeOutcome.NotCancelled, CampaignState.Succeeded), (finished.Outcome, finished.Campaign!.State));
        Assert.Equal(ResumeOutcome.NotFound, (await Store.ResumeAsync(campaign.Id + 1, null, Now, Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_removed_device_is_refused_and_nothing_changes()
    {
        var target = await EnrolAsync();
        var campaign = await CreateAsync(target, minPasses: Passes);
        await Store.CancelAsync(campaign.Id, Now, Token);
        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        var resumption = await Store.ResumeAsync(campaign.Id, "r1", Now, Token);

        Assert.Equal((ResumeOutcome.TargetsGone, CampaignState.Cancelled), (resumption.Outcome, resumption.Campaign!.State));
        Assert.Equal([target], resumption.GoneTargets);
        Assert.Equal(Verdict.Cancelled, Assert.Single(await ListAsync(campaign)).Verdict);
    }

    [Fact]
    public async Task ResumeAsync_without_raw_samples_is_refused()
    {
        var campaign = await CreateAsync(await EnrolAsync(), minPasses: Passes);
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await Store.CancelAsync(campaign.Id, Now, Token);
        await Store.Measurements.RemoveRawSamplesAsync(new RawSampleSelection(Now.AddDays(1), 0, 100, DryRun: false), Token);

        Assert.Equal(ResumeOutcome.SamplesRemoved, (await Store.ResumeAsync(campaign.Id, null, Now, Token)).Outcome);
        var next = await CreateAsync(TestData.Target("lab").Slug, minPasses: Passes);
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(next.Id, Token)).JobsDone);
    }

    [Fact]
    public async Task CreateAsync_takes_over_the_passes_of_a_cancelled_measurement_and_each_counts_once()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, models: 2, minPasses: Passes);
        var jobs = new List<LeasedJob>();
        for (var pass = 1; pass < Passes; pass++)
        {
            jobs.Add(await OfAsync(0));
            await CompleteAsync(jobs[^1], TestData.StopAtLimit);
        }

        await Store.CancelAsync(first.Id, Now, Token);
        var taken = await Store.Measurements.ListPassesAsync((await ListAsync(first))[0].Id, Token);

        var second = await CreateAsync(target, models: 2, minPasses: Passes);

        var progress = await Store.Campaigns.GetProgressAsync(second.Id, Token);
        Assert.Equal((2, 1 + Passes, 0), (progress.JobsDone, progress.JobsOpen, progress.Reused));
        var left = await Store.Campaigns.GetProgressAsync(first.Id, Token);
        Assert.Equal((0, 0), (left.JobsDone, left.Samples));
        var (source, continued) = ((await ListAsync(first))[0], (await ListAsync(second))[0]);
        Assert.Equal((Verdict.Cancelled, continued.Id, null), (source.Verdict, source.ContinuedIn, source.Summary));
        Assert.Equal(2, continued.Summary!.Passes);
        Assert.Empty(await Store.Measurements.ListPassesAsync(source.Id, Token));
        Assert.Equivalent(taken, await Store.Measurements.ListPassesAsync(continued.Id, Token), strict: true);
        // A delivery that is repeated after all is still known.
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(jobs[0]));

        await FinishAsync();

        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(second.Id, Token))!.State);
        Assert.All(await PublishedAsync(), published => Assert.Equal((Passes, second.Id), (published.Passes.Count, published.Measurement.CampaignId)));
        Assert.Equal(2, (await PublishedAsync()).Count);
    }

    [Fact]
    public async Task CreateAsync_measurement_with_all_passes_but_no_verdict_gets_one_more_pass()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, minPasses: 2, change: plan => plan with { Protocol = plan.Protocol with { MinSpread = TimeSpan.FromSeconds(10) } });
        foreach (var start in new[] { Now, Now.AddSeconds(1) })
            await CompleteAsync(await OfAsync(0, Now.AddMinutes(1)), TestData.StopAtLimit, At(start), Now.AddSeconds(-60));
        await Store.CancelAsync(first.Id, Now, Token);

        var second = await CreateAsync(target, minPasses: 2);

        Assert.Equal(3, Assert.Single(await LeaseAsync()).Pass);
        var progress = await Store.Campaigns.GetProgressAsync(second.Id, Token);
        Assert.Equal((2, 1), (progress.JobsDone, progress.JobsOpen));
    }

    [Theory]
    [InlineData("remeasure")]
    [InlineData("another block")]
    [InlineData("too late")]
    [InlineData("another target")]
    public async Task CreateAsync_leaves_passes_where_they_are(string change)
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, minPasses: Passes);
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await Store.CancelAsync(first.Id, Now, Token);
        var other = await EnrolAsync("board");

        var second = await CreateAsync(change == "another target" ? other : target, minPasses: Passes, change: plan => change switch
        {
            "remeasure" => plan with { Remeasure = true },
            "another block" => plan with { Protocol = plan.Protocol with { MinBlockSamples = 6 } },
            "too late" => plan with { Now = Now + PassReuse.MaxAge + TimeSpan.FromSeconds(1) },
            _ => plan,
        });

        var progress = await Store.Campaigns.GetProgressAsync(second.Id, Token);
        Assert.Equal((0, Passes), (progress.JobsDone, progress.JobsOpen));
        var kept = Assert.Single(await ListAsync(first));
        Assert.Equal((1, null), (kept.Summary!.Passes, kept.ContinuedIn));
    }

    [Fact]
    public async Task CreateAsync_of_several_at_once_one_takes_over()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, minPasses: Passes);
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await Store.CancelAsync(first.Id, Now, Token);

        var next = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CreateAsync(target, minPasses: Passes)));

        var progress = await Task.WhenAll(next.Select(campaign => Store.Campaigns.GetProgressAsync(campaign.Id, Token)));
        Assert.Equal([(0, Passes), (0, Passes), (1, Passes - 1)], progress.Select(one => (one.JobsDone, one.JobsOpen)).Order());
    }

    [Fact]
    public async Task ResumeAsync_after_a_takeover_takes_the_finished_measurement_or_measures_anew()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, models: 2, minPasses: Passes);
        await CompleteAsync(await OfAsync(0), TestData.StopAtLimit);
        await CompleteAsync(await OfAsync(1), TestData.StopAtLimit);
        await Store.CancelAsync(first.Id, Now, Token);
        var second = await CreateAsync(target, models: 2, minPasses: Passes);
        foreach (var job in (await LeaseAsync()).Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);
        await Store.CancelAsync(second.Id, Now, Token);

        await Store.ResumeAsync(first.Id, null, Now, Token);

        var resumed = await ListAsync(first);
        Assert.Equal((Verdict.Valid, (await ListAsync(second))[0].Id), (resumed[0].Verdict, resumed[0].ReusedFrom));
        Assert.Equal((null, null, 0), (resumed[1].Verdict, resumed[1].ContinuedIn, resumed[1].Summary?.Passes ?? 0));
        var jobs = await LeaseAsync();
        Assert.Equal(Passes, jobs.Count(job => job.Model == TestData.Model(1)));
        foreach (var job in jobs)
            await CompleteAsync(job);
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(first.Id, Token))!.State);
    }

    [Fact]
    public async Task LeaseAsync_gives_the_passes_of_a_cohort_before_the_next_cohort()
    {
        const int models = 2 * Cohorts.MinSize;
        await CreateAsync(await EnrolAsync(), models, minPasses: 2);

        var first = await LeaseAsync(maxJobs: models);

        Assert.Equal([.. Enumerable.Repeat(1, Cohorts.MinSize), .. Enumerable.Repeat(2, Cohorts.MinSize)], first.Select(job => job.Pass));
        Assert.Equal(Cohorts.MinSize, first.Select(job => job.Model.Sha256).Distinct().Count());
        foreach (var job in first.Where(job => job.Model == first[0].Model))
            await CompleteAsync(job, TestData.StopAtLimit);
        var next = await LeaseAsync(maxJobs: 2);
        Assert.Equal([(first[0].Model, 3), (next[1].Model, 1)], next.Select(job => (job.Model, job.Pass)));
        Assert.DoesNotContain(next[1].Model, first.Select(job => job.Model));
    }

    [Fact]
    public async Task LeaseAsync_small_campaign_is_one_cohort()
    {
        await CreateAsync(await EnrolAsync(), models: 60, minPasses: 2);

        Assert.Equal([.. Enumerable.Repeat(1, 60), .. Enumerable.Repeat(2, 60)], (await LeaseAsync(maxJobs: 200)).Select(job => job.Pass));
    }

    /// <summary>Leases the next job of a model; the others go back.</summary>
    private async Task<LeasedJob> OfAsync(int model, DateTimeOffset? now = null)
    {
        var jobs = await LeaseAsync(now: now);
        var wanted = jobs.First(job => job.Model == TestData.Model(model));
        await Store.Jobs.ReleaseAsync("lab", [.. jobs.Where(job => job != wanted).Select(job => job.LeaseId)], now ?? Now, Token);
        return wanted;
    }

    private static PassResult At(DateTimeOffset start) => TestData.Pass(1) with { StartTime = start, EndTime = start.AddMilliseconds(10) };

    private Task<IReadOnlyList<Measurement>> ListAsync(Campaign campaign) => Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token);

    private ValueTask<List<PublishedMeasurement>> PublishedAsync() =>
        Store.Publication.ReadMeasurementsAsync(PublicationSelection.All, TestData.Target("lab").Slug, Token).ToListAsync(Token);
}
