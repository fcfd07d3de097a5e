using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

public abstract class CompletionContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task CompleteAsync_last_open_job_and_stop_gives_verdict_and_ends_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2);

        await FinishAsync();

        var ended = await Store.Campaigns.FindAsync(campaign.Id, Token);
        Assert.Equal((CampaignState.Succeeded, Now), (ended!.State, ended.EndedAt));
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal(2, measurements.Count);
        Assert.All(measurements, measurement =>
        {
            Assert.Equal((Verdict.Valid, StopReason.ErrorTargetMet), (measurement.Verdict, measurement.StopReason));
            Assert.Equal(TestData.Summary([TestData.Pass(1), TestData.Pass(2)]), measurement.Summary);
            Assert.Equal(TestData.Pass(2).EndTime, measurement.MeasuredAt);
        });
    }

    [Fact]
    public async Task CompleteAsync_keeps_every_sample_and_condition()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var job = Assert.Single(await LeaseAsync());
        var result = TestData.Pass(1) with
        {
            SamplesNs = [1, long.MaxValue / 2, 0, 812_345],
            PeakMemoryBytes = null,
            ClockNs = 16_234,
            Contended = false,
            Conditions = new Conditions
            {
                Governor = "performance",
                FrequencyKhz = 3_000_000,
                TemperatureMillidegrees = 45_500,
                LoadAverage1m = 0.1,
                StealMs = 3,
                InvoluntaryContextSwitches = 0,
                AvailableMemoryBytes = 1L << 40,
                CpuAffinity = [0, 3],
                ContainerCpuLimit = 1.5,
                SessionOptions = ["intra_op_num_threads=1", "mode=séquentiel"],
                RuntimeVersion = "1.31.1",
                AgentVersion = "0.1.0",
                Kernel = "6.1",
                Flags = ["steal", "preempted"],
            },
        };

        await CompleteAsync(job, result: result);

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        var pass = Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token));
        Assert.Equivalent(new StoredPass(1, result with { ReferenceClockNs = 16_234 }, Counted: true), pass, strict: true);
    }

    [Fact]
    public async Task CompleteAsync_first_reading_of_the_clock_is_the_reference_of_the_device_from_then_on()
    {
        await CreateAsync(await EnrolAsync(), models: 4, minPasses: 1);
        long?[] clocks = [null, 16_000, 16_500, 15_800];
        foreach (var (job, clock) in (await LeaseAsync()).Zip(clocks))
            await CompleteAsync(job, result: TestData.Pass(1) with { ClockNs = clock, ReferenceClockNs = 1, Contended = true });

        var passes = new List<PassResult>();
        foreach (var measurement in await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token))
            passes.Add(Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token)).Result);
        Assert.Equal([(null, null), (15_800, 16_000), (16_000, 16_000), (16_500, 16_000)], passes.Select(pass => (pass.ClockNs, pass.ReferenceClockNs)).Order());
        Assert.All(passes, pass => Assert.True(pass.Contended));
    }

    [Fact]
    public async Task CompleteAsync_the_longest_clock_that_is_taken_in_is_stored()
    {
        const long longest = 1_000_000_000;
        await CreateAsync(await EnrolAsync(), models: 1, minPasses: 1);
        await CompleteAsync(Assert.Single(await LeaseAsync()), result: TestData.Pass(1) with { ClockNs = longest });

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        Assert.Equal(longest, Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token)).Result.ClockNs);
    }

    [Fact]
    public async Task CompleteAsync_decides_on_counted_passes_in_pass_order()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 1, minPasses: 3);
        var jobs = await LeaseAsync();
        var seen = new List<string>();
        MeasurementDecision Decide(MeasurementProtocol protocol, IReadOnlyList<PassResult> passes)
        {
            Assert.Equal(campaign.Protocol, protocol);
            seen.Add(string.Join(' ', passes.Select(pass => pass.SamplesNs[0] - 800_000)));
            return TestData.StopAtOnce(protocol, passes);
        }

        foreach (var pass in new[] { 3, 1, 2 })
            await CompleteAsync(jobs.Single(job => job.Pass == pass), Decide);

        Assert.Equal(["3", "1 3", "1 2 3"], seen);
        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        Assert.Equal(TestData.Pass(3).EndTime, measurement.MeasuredAt);
    }

    [Fact]
    public async Task CompleteAsync_going_on_adds_one_pass_at_a_time_in_its_order()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2);
        foreach (var job in await LeaseAsync())
            await CompleteAsync(job, TestData.StopAtLimit);

        var third = await LeaseAsync();
        Assert.Equal([3, 3], third.Select(job => job.Pass));
        Assert.Equal(third.OrderBy(job => PassOrder.Key(7, 3, job.Model.Sha256)), third);
        foreach (var job in third)
            await CompleteAsync(job, TestData.StopAtLimit);
        await FinishAsync(TestData.StopAtLimit);

        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.All(measurements, measurement => Assert.Equal((StopReason.PassLimit, 5), (measurement.StopReason, measurement.Summary!.Passes)));
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
    }

    [Fact]
    public async Task CompleteAsync_same_delivery_again_counts_once()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 2);
        var job = (await LeaseAsync())[0];

        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job));
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job, result: TestData.Pass(9)));

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token));
        Assert.Equal(1, measurement.Summary!.Passes);
        Assert.Equivalent(new StoredPass(1, TestData.Pass(1), true), Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token)), strict: true);
        Assert.Equal(4, (await Store.Campaigns.GetProgressAsync(measurement.CampaignId, Token)).Samples);
    }

    [Fact]
    public async Task CompleteAsync_late_result_of_open_job_counts_and_the_later_one_is_kept_beside()
    {
        var campaign = await CreateAsync(await EnrolAsync(), minPasses: 1);
        var late = Assert.Single(await LeaseAsync());
        var second = Assert.Single(await LeaseAsync(now: late.ExpiresAt));

        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(late, now: late.ExpiresAt));
        Assert.Equal([second.LeaseId], await Store.Jobs.RenewAsync("lab", [second.LeaseId], Now.AddDays(1), late.ExpiresAt, Token));
        Assert.Equal(FailureOutcome.NotHeld, await FailAsync(second, now: late.ExpiresAt));
        Assert.Equal(CompletionOutcome.KeptBeside, await CompleteAsync(second, result: TestData.Pass(7)));
        Assert.Equal(CompletionOutcome.KeptBeside, await CompleteAsync(second, result: TestData.Pass(7)));
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(late));

        var measurement = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token));
        Assert.Equal((Verdict.Valid, 1), (measurement.Verdict, measurement.Summary!.Passes));
        Assert.Equivalent(
            new[] { new StoredPass(1, TestData.Pass(1), true), new StoredPass(1, TestData.Pass(7), false) },
            await Store.Measurements.ListPassesAsync(measurement.Id, Token),
            strict: true);
    }

    [Fact]
    public async Task CompleteAsync_after_release_counts()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var job = Assert.Single(await LeaseAsync());
        await Store.Jobs.ReleaseAsync("lab", [job.LeaseId], Now, Token);

        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job));
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task CompleteAsync_strange_lease_job_or_device_is_unknown_and_stores_nothing()
    {
        await CreateAsync(await EnrolAsync("lab"), models: 2, minPasses: 1);
        await EnrolAsync("board");
        var jobs = await LeaseAsync();

        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(jobs[0] with { LeaseId = "stranger" }));
        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(jobs[0] with { LeaseId = jobs[1].LeaseId }));
        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(jobs[0] with { JobId = 999 }));
        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(jobs[0], deviceId: "board"));
        Assert.Equal(CompletionOutcome.UnknownLease, await CompleteAsync(jobs[0], deviceId: "absent"));

        Assert.Equal(0, (await Store.Campaigns.GetProgressAsync(jobs[0].CampaignId, Token)).Samples);
    }

    [Fact]
    public async Task CompleteAsync_failing_decision_leaves_everything_as_it_was()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var job = Assert.Single(await LeaseAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => CompleteAsync(job, (_, _) => throw new InvalidOperationException("no estimate")));

        Assert.Empty(await Store.Jobs.RenewAsync("lab", [job.LeaseId], Now.AddHours(1), Now, Token));
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job));
    }

    [Fact]
    public async Task CompleteAsync_all_at_once_loses_no_pass_and_ends_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 4, minPasses: 8);
        var jobs = await LeaseAsync();
        await using var other = Database.OpenAnother();
        IStore[] stores = [Store, other];

        var outcomes = await Task.WhenAll(jobs.Select((job, i) => Task.Run(
            () => stores[i % 2].CompleteAsync(new JobResult("lab", job.JobId, job.LeaseId, TestData.Pass(job.Pass), Now), TestData.StopAtOnce, Token),
            Token)));

        Assert.All(outcomes, outcome => Assert.Equal(CompletionOutcome.Counted, outcome));
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.All(measurements, measurement => Assert.Equal((Verdict.Valid, 8, 32), (measurement.Verdict, measurement.Summary!.Passes, measurement.Summary.Samples)));
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
    }

    [Fact]
    public async Task CompleteAsync_devices_at_once_end_their_campaign()
    {
        string[] devices = ["a", "b", "c", "d"];
        foreach (var device in devices)
            await EnrolAsync(device);
        var campaign = await Store.Campaigns.CreateAsync(TestData.NewCampaign([.. devices.Select(device => TestData.Target(device).Slug)], 3, 2), Token);

        await Task.WhenAll(devices.Select(device => Task.Run(() => FinishAsync(TestData.StopAtLimit, device), Token)));

        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((12, 0, 60), (progress.Valid, progress.Pending, progress.JobsDone));
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
    }

    [Fact]
    public async Task CompleteAsync_racing_with_cancel_and_expiry_leaves_a_settled_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 20, minPasses: 2);
        var jobs = await LeaseAsync();

        var completions = jobs.Select(job => Task.Run(() => CompleteAsync(job, TestData.StopAtLimit), Token)).ToArray();
        var expiry = Task.Run(() => Store.ExpireLeasesAsync(Now + TestData.LeaseDuration, Token), Token);
        var cancel = Task.Run(() => Store.CancelAsync(campaign.Id, Now, Token), Token);
        await Task.WhenAll([.. completions, expiry, cancel]);

        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((0, 0), (progress.Pending, progress.JobsOpen));
        Assert.Equal(CampaignState.Cancelled, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        Assert.Equal(40 * 4, progress.Samples);
    }
}
