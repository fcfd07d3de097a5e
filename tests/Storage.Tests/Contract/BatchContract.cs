using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>Results that come at the same time are stored together: each is judged as if it had come alone.</summary>
public abstract class BatchContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task Results_that_come_at_once_count_once_each_and_end_the_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 40, minPasses: 3, change: plan => plan with { Protocol = plan.Protocol with { MaxPasses = 3 } });
        var jobs = await LeaseAsync(maxJobs: 256);
        Assert.Equal(120, jobs.Count);

        // Every result twice, among results for leases that were never given.
        var completion = Store.Completion(Now, TestData.StopAtLimit);
        var calls = jobs.Concat(jobs).Select(job => Task.Run(() => completion.CompleteAsync(Result(job), Token)))
            .Concat(jobs.Take(10).Select(job => Task.Run(() => completion.CompleteAsync(Result(job with { LeaseId = new string('0', 32) }), Token))))
            .ToArray();
        var outcomes = await Task.WhenAll(calls);

        Assert.All(outcomes[..240], outcome => Assert.Equal(CompletionOutcome.Counted, outcome));
        Assert.All(outcomes[240..], outcome => Assert.Equal(CompletionOutcome.UnknownLease, outcome));
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((40, 120, 0, 480L), (progress.Valid, progress.JobsDone, progress.JobsOpen, progress.Samples));
        foreach (var measurement in await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token))
        {
            Assert.Equal((3, 12), (measurement.Summary!.Passes, measurement.Summary.Samples));
            Assert.Equal([1, 2, 3], (await Store.Measurements.ListPassesAsync(measurement.Id, Token)).Select(pass => pass.Number));
        }
    }

    [Fact]
    public async Task Result_that_cannot_be_stored_does_not_take_the_others_with_it()
    {
        await CreateAsync(await EnrolAsync(), models: 20, minPasses: 2);
        // One pass of each measurement: none shares its decision with the bad one.
        var jobs = await LeaseAsync(maxJobs: 20);
        const long badNs = 666;
        var completion = Store.Completion(
            Now, (_, passes) => passes[0].SamplesNs[0] == badNs ? throw new InvalidOperationException("This one.") : new MeasurementDecision(TestData.Summary(passes), null));

        var calls = jobs.Index().Select(job => Task.Run(() => completion.CompleteAsync(
            Result(job.Item, TestData.Pass(job.Item.Pass) with { SamplesNs = [job.Index == 7 ? badNs : 800_000] }), Token))).ToArray();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default)));

        Assert.Equal([7], calls.Index().Where(call => call.Item.IsFaulted).Select(call => call.Index));
    }

    private static JobResult Result(LeasedJob job, PassResult? pass = null) => new("lab", job.JobId, job.LeaseId, pass ?? TestData.Pass(job.Pass), Now);
}
