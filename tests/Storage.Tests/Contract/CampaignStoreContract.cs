using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Storage.Tests.Contract;

public abstract class CampaignStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task CreateAsync_returns_what_FindAsync_finds()
    {
        var target = await EnrolAsync();

        var created = await CreateAsync(target, models: 3, minPasses: 2);

        var found = await Store.Campaigns.FindAsync(created.Id, Token);
        Assert.Equivalent(created, found, strict: true);
        Assert.Equal("A campaign", created.DisplayName);
        Assert.Equal("{}", created.Request);
        Assert.Equal(TestData.NewCampaign([target], 3, 2).Protocol, created.Protocol);
        Assert.Equal([target], created.Targets);
        Assert.Equal((CampaignState.Running, Now, null), (created.State, created.CreatedAt, created.EndedAt));
        Assert.Equal(TestData.Model(2), await Store.Models.FindAsync(TestData.Model(2).Sha256, Token));
        Assert.Null(await Store.Models.FindAsync(TestData.Model(3).Sha256, Token));
    }

    [Fact]
    public async Task CreateAsync_keeps_the_place_of_every_graph_and_gives_one_to_models_that_had_none()
    {
        var target = await EnrolAsync();
        var campaign = TestData.NewCampaign([target], 3, 2);
        GraphPlace Place(int number) => new(new string('a', 64), number * (1L << 40), number);
        Task CreateAsync(params Model[] models) => Store.Campaigns.CreateAsync(campaign with { Models = models, Architectures = [] }, Token);
        await CreateAsync(TestData.Model(0) with { Graph = Place(1) }, TestData.Model(1));

        string[] all = [TestData.Model(0).Sha256, TestData.Model(1).Sha256, TestData.Model(2).Sha256];
        Assert.Equal([all[0]], await Store.Models.ListStoredGraphsAsync(all, Token));
        await CreateAsync(TestData.Model(0), TestData.Model(1) with { Graph = Place(2) }, TestData.Model(2) with { Graph = Place(3) });

        Assert.Equal([Place(1), Place(2), Place(3)], await Task.WhenAll(all.Select(async sha256 => (await Store.Models.FindAsync(sha256, Token))!.Graph)));
        Assert.Equal(all.ToHashSet(), await Store.Models.ListStoredGraphsAsync(all, Token));
        Assert.Empty(await Store.Models.ListStoredGraphsAsync([], Token));
        Assert.Equal(TestData.Model(0).WeightsSha256, (await Store.Models.FindByWeightsAsync(TestData.Model(0).WeightsSha256, Token))!.WeightsSha256);
        Assert.Null(await Store.Models.FindByWeightsAsync(all[0], Token));
    }

    [Fact]
    public async Task CreateAsync_makes_a_job_a_measurement_and_pass()
    {
        await EnrolAsync("lab");
        await EnrolAsync("board");
        string[] targets = [TestData.Target("lab").Slug, TestData.Target("board").Slug];

        var campaign = await Store.Campaigns.CreateAsync(TestData.NewCampaign(targets, models: 3, minPasses: 2), Token);

        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal(
            new CampaignProgress
            {
                Architectures = 3,
                Unmeasurable = 0,
                Models = 3,
                Measurements = 6,
                Pending = 6,
                Valid = 0,
                Suspect = 0,
                Failed = 0,
                Reused = 0,
                WithinTarget = 0,
                JobsDone = 0,
                JobsOpen = 12,
                PassesDone = 0,
                Samples = 0,
                InferenceTime = TimeSpan.Zero,
                MedianLatency = null,
            },
            progress);
        Assert.Equal(6, (await LeaseAsync()).Count);
        Assert.Equal(6, (await LeaseAsync(deviceId: "board")).Count);
    }

    [Fact]
    public async Task CreateAsync_same_request_id_returns_first_campaign()
    {
        var target = await EnrolAsync();

        var campaigns = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            CreateAsync(target, models: 2, change: campaign => campaign with { RequestId = "r1", DisplayName = $"{number}" })));

        Assert.Single(campaigns.Select(campaign => campaign.Id).Distinct());
        Assert.Single(campaigns.Select(campaign => campaign.DisplayName).Distinct());
        Assert.Equal(4, (await LeaseAsync()).Count);
        Assert.Equal(campaigns[0].Id, (await Store.Campaigns.FindByRequestAsync("r1", Token))!.Id);
        Assert.Null(await Store.Campaigns.FindByRequestAsync("r2", Token));
    }

    [Fact]
    public async Task CreateAsync_without_request_id_makes_a_campaign_each_time()
    {
        var target = await EnrolAsync();

        Assert.NotEqual((await CreateAsync(target)).Id, (await CreateAsync(target)).Id);
    }

    [Fact]
    public async Task CreateAsync_unknown_target_is_refused_and_leaves_nothing()
    {
        var target = await EnrolAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Campaigns.CreateAsync(TestData.NewCampaign([target, "lab/none"], 1, 1), Token));

        Assert.Empty(await Store.Campaigns.ListAsync(null, 10, Token));
    }

    [Fact]
    public async Task CreateAsync_nothing_measurable_has_succeeded_at_once()
    {
        var target = await EnrolAsync();

        var campaign = await CreateAsync(target, models: 0, change: campaign => campaign with
        {
            Architectures = [new("dead", null, "No path from input to output."), new("also dead", null, "No path.")],
        });

        Assert.Equal((CampaignState.Succeeded, Now), (campaign.State, campaign.EndedAt));
        Assert.Equal(
            [new CampaignArchitecture("dead", null, "No path from input to output."), new CampaignArchitecture("also dead", null, "No path.")],
            await Store.Campaigns.ListSkippedAsync(campaign.Id, Token));
        Assert.Equal((2, 2, 0), await ArchitecturesAsync(campaign.Id));
    }

    [Fact]
    public async Task CreateAsync_takes_over_newest_valid_original()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 2);
        await FinishAsync();
        var newer = await CreateAsync(target, models: 1, change: campaign => campaign with { Remeasure = true });
        await FinishAsync();

        var third = await CreateAsync(target, models: 3);
        var all = await Store.Measurements.ListAsync(new MeasurementFilter(third.Id), null, 10, Token);

        var original = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(newer.Id), null, 10, Token));
        var reused = all.Single(measurement => measurement.Model == TestData.Model(0));
        Assert.Equivalent(original with { Id = reused.Id, CampaignId = third.Id, ReusedFrom = original.Id }, reused, strict: true);
        Assert.Equal(2, all.Count(measurement => measurement.ReusedFrom is not null));
        Assert.Equal(CampaignState.Running, third.State);
        var jobs = await LeaseAsync();
        Assert.All(jobs, job => Assert.Equal(TestData.Model(2), job.Model));
        var progress = await Store.Campaigns.GetProgressAsync(third.Id, Token);
        Assert.Equal((3, 1, 2, 2, 0), (progress.Measurements, progress.Pending, progress.Valid, progress.Reused, progress.Samples));
    }

    [Fact]
    public async Task CreateAsync_everything_reused_has_succeeded_and_reuses_originals_again()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, models: 2);
        await FinishAsync();

        var second = await CreateAsync(target, models: 2);
        var third = await CreateAsync(target, models: 2);

        Assert.Equal(CampaignState.Succeeded, second.State);
        Assert.Equal(CampaignState.Succeeded, third.State);
        var originals = await Store.Measurements.ListAsync(new MeasurementFilter(first.Id), null, 10, Token);
        var reused = await Store.Measurements.ListAsync(new MeasurementFilter(third.Id), null, 10, Token);
        Assert.Equal(originals.Select(measurement => (long?)measurement.Id), reused.Select(measurement => measurement.ReusedFrom));
        var passes = await Store.Measurements.ListPassesAsync(reused[0].Id, Token);
        Assert.Equivalent(await Store.Measurements.ListPassesAsync(originals[0].Id, Token), passes, strict: true);
        Assert.Equal(2, passes.Count);
    }

    [Fact]
    public async Task CreateAsync_does_not_take_over_failed_or_other_target()
    {
        await EnrolAsync("lab");
        var other = await EnrolAsync("board");
        await CreateAsync(TestData.Target("lab").Slug);
        for (var i = 0; i < IJobStore.MaxFailures; i++)
            await FailAsync((await LeaseAsync(maxJobs: 1)).Single());
        await CreateAsync(TestData.Target("lab").Slug, models: 2, change: campaign => campaign with { Models = [TestData.Model(1)], Architectures = [] });
        await FinishAsync();

        var again = await CreateAsync(TestData.Target("lab").Slug, models: 1);
        var elsewhere = await CreateAsync(other, models: 2);

        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(again.Id, Token)).Reused);
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(elsewhere.Id, Token)).Reused);
    }

    [Fact]
    public async Task ListAsync_pages_newest_first()
    {
        var target = await EnrolAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add((await CreateAsync(target)).Id);

        var first = await Store.Campaigns.ListAsync(null, 2, Token);
        await CreateAsync(target);
        var second = await Store.Campaigns.ListAsync(first[^1].Id, 2, Token);

        Assert.Equal([ids[2], ids[1]], first.Select(campaign => campaign.Id));
        Assert.Equal([ids[0]], second.Select(campaign => campaign.Id));
        Assert.Null(await Store.Campaigns.FindAsync(ids[2] + 100, Token));
    }

    [Fact]
    public async Task GetProgressAsync_counts_what_has_happened()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 3, minPasses: 2, change: campaign => campaign with
        {
            Protocol = campaign.Protocol with { MaxRelativeError = 0.02 },
        });
        var jobs = await LeaseAsync();
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);
        await CompleteAsync(jobs.First(job => job.Model == TestData.Model(1)));

        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);

        Assert.Equal((3, 2, 1, 0), (progress.Measurements, progress.Pending, progress.Valid, progress.Failed));
        Assert.Equal((3, 3, 0), (progress.JobsDone, progress.JobsOpen, progress.PassesDone));
        Assert.Equal(12, progress.Samples);
        // Test summaries: half-width 0.125 ns of 8 ns is within 2 %, of 4 ns is not.
        Assert.Equal(1, progress.WithinTarget);
        Assert.Equal(Latency.FromNanoseconds(6), progress.MedianLatency);
        Assert.Equal(
            TimeSpan.FromTicks(jobs.Where(job => job.Model == TestData.Model(0)).Append(jobs.First(job => job.Model == TestData.Model(1)))
                .Sum(job => TestData.Pass(job.Pass).SamplesNs.Sum()) / 100),
            progress.InferenceTime);
    }

    [Fact]
    public async Task CancelAsync_ends_jobs_and_cancels_what_has_too_few_passes()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 3, minPasses: 2);
        var jobs = await LeaseAsync();
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(1)))
            await CompleteAsync(job, TestData.StopAtLimit);
        var late = jobs.First(job => job.Model == TestData.Model(2));

        var cancelled = await Store.CancelAsync(campaign.Id, Now.AddHours(1), Token);

        Assert.Equal((CampaignState.Cancelled, Now.AddHours(1)), (cancelled!.State, cancelled.EndedAt));
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal(
            [(Verdict.Valid, StopReason.ErrorTargetMet), (Verdict.Valid, StopReason.Cancelled), (Verdict.Cancelled, StopReason.Cancelled)],
            measurements.Select(m => (m.Verdict, m.StopReason)));
        Assert.Empty(await LeaseAsync());
        Assert.Equal([late.LeaseId], await Store.Jobs.RenewAsync("lab", [late.LeaseId], Now.AddHours(2), Now, Token));
        Assert.Equal(CompletionOutcome.KeptBeside, await CompleteAsync(late));
        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
    }

    [Fact]
    public async Task CancelAsync_leaves_the_number_within_the_error_target()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2, change: campaign => campaign with
        {
            Protocol = campaign.Protocol with { MaxRelativeError = 0.5 },
        });
        var jobs = await LeaseAsync();
        foreach (var job in jobs.Where(job => job.Model == TestData.Model(0)))
            await CompleteAsync(job);
        await CompleteAsync(jobs.First(job => job.Model == TestData.Model(1)));

        var before = (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).WithinTarget;
        await Store.CancelAsync(campaign.Id, Now.AddHours(1), Token);

        Assert.Equal((1, 1), (before, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).WithinTarget));
    }

    [Fact]
    public async Task CancelAsync_ended_campaign_changes_nothing()
    {
        var campaign = await CreateAsync(await EnrolAsync());
        await FinishAsync();

        var after = await Store.CancelAsync(campaign.Id, Now.AddHours(1), Token);

        Assert.Equal((CampaignState.Succeeded, Now), (after!.State, after.EndedAt));
        Assert.Null(await Store.CancelAsync(campaign.Id + 1, Now, Token));
    }

    private async Task<(int Selected, int Unmeasurable, int Models)> ArchitecturesAsync(long campaignId)
    {
        var progress = await Store.Campaigns.GetProgressAsync(campaignId, Token);
        return (progress.Architectures, progress.Unmeasurable, progress.Models);
    }
}
