using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>A campaign whose canary has drifted measures again what was only visited then, once, and has doubts about what stays so.</summary>
public abstract class DriftContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const long QuietNs = 250_000;
    private const long DriftedNs = 265_000;
    private const int Models = 20;

    [Fact]
    public async Task CompleteAsync_steady_canary_ends_the_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2);
        await FinishAsync(job => (Minutes(job.Pass), QuietNs));
        await AssertEndedAsync(campaign, valid: Models, suspect: 0);
    }

    [Fact]
    public async Task CompleteAsync_models_that_were_visited_only_after_the_drift_are_measured_again_and_then_valid()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2);
        var late = await LateModelsAsync(campaign);
        await FinishAsync(job => late.Contains(job.Model.Sha256) ? (Minutes(10 + job.Pass), DriftedNs) : (Minutes(job.Pass), QuietNs));

        var running = await Store.Campaigns.FindAsync(campaign.Id, Token);
        Assert.Equal(CampaignState.Running, running!.State);
        var again = await LeaseAsync();
        Assert.Equal(late.Order(), again.Select(job => job.Model.Sha256).Distinct().Order());
        Assert.Equal([3, 4], again.Select(job => job.Pass).Distinct().Order());

        foreach (var job in again) await CompleteAsync(job, (Minutes(20 + job.Pass), QuietNs));
        await AssertEndedAsync(campaign, valid: Models, suspect: 0);
        var measurement = (await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token)).First(one => late.Contains(one.Model.Sha256));
        Assert.Equal(4, measurement.Summary!.Passes);
    }

    [Fact]
    public async Task CompleteAsync_canary_that_shared_its_core_tells_of_no_drift()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2, change: plan => plan with { Protocol = plan.Protocol with { MaxPasses = 2 } });
        var late = await LateModelsAsync(campaign);
        await FinishAsync(
            job => late.Contains(job.Model.Sha256) ? (Minutes(10 + job.Pass), DriftedNs) : (Minutes(job.Pass), QuietNs),
            job => late.Contains(job.Model.Sha256));
        await AssertEndedAsync(campaign, valid: Models, suspect: 0);
    }

    [Fact]
    public async Task CompleteAsync_drift_that_stays_makes_them_suspect_after_one_repetition()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2);
        var late = await LateModelsAsync(campaign);
        await FinishAsync(job => late.Contains(job.Model.Sha256) ? (Minutes(10 + job.Pass), DriftedNs) : (Minutes(job.Pass), QuietNs));
        await FinishAsync(job => (Minutes(20 + job.Pass), DriftedNs));

        await AssertEndedAsync(campaign, valid: Models - late.Count, suspect: late.Count);
        var suspects = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id, Verdict: Verdict.Suspect), null, 100, Token);
        Assert.Equal(late.Order(), suspects.Select(suspect => suspect.Model.Sha256).Order());
        Assert.All(suspects, suspect => Assert.Equal(["canary-drift"], suspect.Suspicions));
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task CompleteAsync_canary_that_was_never_read_ends_the_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2);
        await FinishAsync();
        await AssertEndedAsync(campaign, valid: Models, suspect: 0);
    }

    [Fact]
    public async Task SetStateAsync_device_removed_before_the_repetition_leaves_what_waits_suspect()
    {
        var campaign = await CreateAsync(await EnrolAsync(), Models, minPasses: 2);
        var late = await LateModelsAsync(campaign);
        await FinishAsync(job => late.Contains(job.Model.Sha256) ? (Minutes(10 + job.Pass), DriftedNs) : (Minutes(job.Pass), QuietNs));

        await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token);

        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((Models - late.Count, late.Count, 0), (progress.Valid, progress.Suspect, progress.Pending));
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>Half of the models, enough that a minute of them has its level.</summary>
    private async Task<HashSet<string>> LateModelsAsync(Campaign campaign) =>
        [.. (await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token)).Take(Models / 2).Select(measurement => measurement.Model.Sha256)];

    private async Task FinishAsync(Func<LeasedJob, (TimeSpan At, long CanaryNs)> visit, Func<LeasedJob, bool>? contended = null)
    {
        foreach (var job in await LeaseAsync()) await CompleteAsync(job, visit(job), contended?.Invoke(job));
    }

    private async Task CompleteAsync(LeasedJob job, (TimeSpan At, long CanaryNs) visit, bool? contended = null)
    {
        var result = TestData.Pass(job.Pass) with { StartTime = Now + visit.At, EndTime = Now + visit.At, CanaryNs = [visit.CanaryNs, visit.CanaryNs + 100, visit.CanaryNs + 90], Contended = contended };
        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job, result: result));
    }

    private async Task AssertEndedAsync(Campaign campaign, int valid, int suspect)
    {
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((valid, suspect, 0), (progress.Valid, progress.Suspect, progress.Pending));
    }
}
