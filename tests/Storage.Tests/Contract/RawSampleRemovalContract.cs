using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>Retention: what is removed for its age, and what never is.</summary>
public abstract class RawSampleRemovalContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private static readonly DateTimeOffset Later = Now.AddDays(200);

    [Fact]
    public async Task Raw_samples_of_ended_campaigns_go_and_all_else_stays()
    {
        var (measurement, job) = await MeasuredAsync();
        var before = await PassesAsync(measurement.Id);

        var removed = await RemoveAsync(Later);

        Assert.Equal((1, 2, measurement.Id), (removed.Measurements, removed.Passes, removed.LastMeasurement));
        Assert.InRange(removed.Bytes, 20, 100);
        var after = await PassesAsync(measurement.Id);
        Assert.All(after, pass => Assert.Empty(pass.Result.SamplesNs));
        Assert.All(after, pass => Assert.Empty(pass.Result.WarmUpNs));
        Assert.Equivalent(
            before.Select(pass => pass with { Result = pass.Result with { SamplesNs = [], WarmUpNs = [] } }), after, strict: true);
        Assert.Equivalent(measurement, await Store.Measurements.FindAsync(measurement.Id, Token), strict: true);
        // A double of a result that was delivered is still known for one.
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job));
        Assert.Equal(2, (await PassesAsync(measurement.Id)).Count);
    }

    [Fact]
    public async Task Dry_run_counts_the_same_and_removes_nothing()
    {
        var (measurement, _) = await MeasuredAsync();

        var counted = await RemoveAsync(Later, dryRun: true);

        Assert.All(await PassesAsync(measurement.Id), pass => Assert.NotEmpty(pass.Result.SamplesNs));
        Assert.Equal(counted, await RemoveAsync(Later));
        Assert.Equal(new RemovedSamples(0, 0, 0, null), await RemoveAsync(Later));
    }

    [Fact]
    public async Task Campaigns_that_run_or_ended_later_keep_their_samples()
    {
        var (ended, _) = await MeasuredAsync();
        var target = TestData.Target("lab").Slug;
        var running = await CreateAsync(target, minPasses: 2, change: campaign => campaign with { Remeasure = true });
        await CompleteAsync((await LeaseAsync(maxJobs: 1))[0]);
        var open = Assert.Single(await Store.Measurements.ListAsync(new(CampaignId: running.Id), null, 10, Token));

        Assert.Equal(0, (await RemoveAsync(Now)).Measurements);
        Assert.Equal(1, (await RemoveAsync(Later)).Measurements);

        Assert.All(await PassesAsync(ended.Id), pass => Assert.Empty(pass.Result.SamplesNs));
        Assert.NotEmpty(Assert.Single(await PassesAsync(open.Id)).Result.SamplesNs);
        // What goes on is estimated from its own samples.
        await FinishAsync();
        Assert.Equal(8, (await Store.Measurements.FindAsync(open.Id, Token))!.Summary!.Samples);
    }

    [Fact]
    public async Task Many_measurements_go_page_by_page()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 5, minPasses: 1);
        await FinishAsync();

        var (pages, total, after) = (0, 0, 0L);
        while (await Store.Measurements.RemoveRawSamplesAsync(new(Later, after, 2, DryRun: false), Token) is { LastMeasurement: { } last } removed)
            (pages, total, after) = (pages + 1, total + removed.Passes, last);

        Assert.Equal((3, 5), (pages, total));
    }

    [Fact]
    public async Task Published_measurements_without_samples_are_published_with_their_figures()
    {
        var (measurement, _) = await MeasuredAsync();
        await RemoveAsync(Later);

        var published = Assert.Single(await Store.Publication.ReadMeasurementsAsync(PublicationSelection.All, measurement.Target, Token).ToListAsync(Token));

        Assert.Equal(measurement.Summary, published.Measurement.Summary);
        Assert.Equal(2, published.Passes.Count);
        Assert.All(published.Passes, pass => Assert.Equal("0.1.0", pass.Result.Conditions.AgentVersion));
    }

    private async Task<(Measurement Measurement, LeasedJob Job)> MeasuredAsync()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, minPasses: 2);
        var jobs = await LeaseAsync();
        foreach (var job in jobs)
            await CompleteAsync(job, result: TestData.Pass(job.Pass) with { CanaryNs = [120_000, 121_000] });
        return (Assert.Single(await Store.Measurements.ListAsync(new(), null, 10, Token)), jobs[0]);
    }

    private Task<IReadOnlyList<StoredPass>> PassesAsync(long measurementId) => Store.Measurements.ListPassesAsync(measurementId, Token);

    private Task<RemovedSamples> RemoveAsync(DateTimeOffset endedBefore, bool dryRun = false) =>
        Store.Measurements.RemoveRawSamplesAsync(new(endedBefore, 0, 1000, dryRun), Token);
}
