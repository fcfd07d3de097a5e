using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>An agent that does everything in any order, late, twice and wrongly: what must hold at the end holds.</summary>
public abstract class InterleavingContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const int Steps = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_order_of_calls_loses_no_result_and_ends_the_campaign(int seed)
    {
        var random = new Random(seed);
        var campaign = await CreateAsync(await EnrolAsync(), models: 6, minPasses: 2);
        var given = new List<LeasedJob>();
        var delivered = new Dictionary<string, CompletionOutcome>(StringComparer.Ordinal);
        var now = Now;
        for (var step = 0; step < Steps; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(40));
            var any = given.Count == 0 ? null : given[random.Next(given.Count)];
            switch (random.Next(10))
            {
                case < 4:
                    given.AddRange(await LeaseAsync(maxJobs: 1 + random.Next(4), now: now));
                    break;
                case < 7 when any is not null:
                    var outcome = await CompleteAsync(any, TestData.StopAtLimit, now: now);
                    Assert.NotEqual(CompletionOutcome.UnknownLease, outcome);
                    if (delivered.TryGetValue(any.LeaseId, out var before))
                        Assert.Equal(before, outcome);
                    delivered[any.LeaseId] = outcome;
                    break;
                case 7 when any is not null && random.Next(3) == 0:
                    Assert.NotEqual(FailureOutcome.UnknownLease, await FailAsync(any, now: now));
                    break;
                case 8 when any is not null:
                    await Store.Jobs.ReleaseAsync("lab", [any.LeaseId], now, Token);
                    break;
                default:
                    await Store.ExpireLeasesAsync(now, Token);
                    break;
            }
        }

        // Every lease has run out by then.
        now += TestData.LeaseDuration;
        while (await LeaseAsync(now: now) is { Count: > 0 } rest)
        {
            foreach (var job in rest)
                delivered[job.LeaseId] = await CompleteAsync(job, TestData.StopAtLimit, now: now);
        }

        await AssertSettledAsync(campaign, delivered);
    }

    private async Task AssertSettledAsync(Campaign campaign, Dictionary<string, CompletionOutcome> delivered)
    {
        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        var stored = 0;
        var counted = 0;
        foreach (var measurement in await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token))
        {
            var passes = await Store.Measurements.ListPassesAsync(measurement.Id, Token);
            var countedNumbers = passes.Where(pass => pass.Counted).Select(pass => pass.Number).ToArray();
            Assert.Equal(countedNumbers.Distinct(), countedNumbers);
            Assert.Equal(measurement.Summary?.Passes ?? 0, countedNumbers.Length);
            Assert.NotNull(measurement.Verdict);
            if (measurement.Verdict == Verdict.Valid)
                Assert.Equal(Enumerable.Range(1, campaign.Protocol.MaxPasses), countedNumbers);
            stored += passes.Count;
            counted += countedNumbers.Length;
        }

        Assert.Equal(delivered.Count, stored);
        Assert.Equal(delivered.Values.Count(outcome => outcome == CompletionOutcome.Counted), counted);
        Assert.Equal((counted, 0, 0, stored * 4L), (progress.JobsDone, progress.JobsOpen, progress.Pending, progress.Samples));
    }
}
