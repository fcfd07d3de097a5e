using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;

namespace LatBench.Storage.Tests.Contract;

/// <summary>The visits of a model are spread over time: a job waits for its time.</summary>
public abstract class SpreadContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task LeaseAsync_gives_a_pass_when_its_time_has_come()
    {
        await CreateAsync(await EnrolAsync(), models: 2, minPasses: 3, Spread);

        Assert.Equal([1, 1], (await LeaseAsync()).Select(job => job.Pass));
        Assert.Empty(await LeaseAsync(now: Now + Interval - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(Now + Interval, await Store.Jobs.NextDueAsync("lab", Token));
        Assert.Equal([2, 2], (await LeaseAsync(now: Now + Interval)).Select(job => job.Pass));
        Assert.Equal([3, 3], (await LeaseAsync(now: Now + (2 * Interval))).Select(job => job.Pass));
        Assert.Null(await Store.Jobs.NextDueAsync("lab", Token));
    }

    [Fact]
    public async Task CompleteAsync_first_visit_moves_those_that_follow_it()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 3, change: Spread);
        var late = Now + TimeSpan.FromHours(1);
        var first = Assert.Single(await LeaseAsync(maxJobs: 1, now: late));

        await CompleteAsync(first, now: late);

        Assert.Empty(await LeaseAsync(now: late));
        Assert.Equal(late + Interval, await Store.Jobs.NextDueAsync("lab", Token));
        Assert.Equal(2, Assert.Single(await LeaseAsync(now: late + Interval)).Pass);
        Assert.Equal(3, Assert.Single(await LeaseAsync(now: late + (2 * Interval))).Pass);
    }

    [Fact]
    public async Task CompleteAsync_further_visit_waits_as_long_as_was_decided()
    {
        await CreateAsync(await EnrolAsync(), minPasses: 1);
        var pause = TimeSpan.FromSeconds(4);

        await CompleteAsync(Assert.Single(await LeaseAsync()), (_, passes) => new MeasurementDecision(TestData.Summary(passes), null, pause));

        Assert.Empty(await LeaseAsync(now: Now + pause - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(2, Assert.Single(await LeaseAsync(now: Now + pause)).Pass);
    }

    [Fact]
    public async Task NextDueAsync_without_jobs_is_never()
    {
        await EnrolAsync();
        Assert.Null(await Store.Jobs.NextDueAsync("lab", Token));
    }

    private static NewCampaign Spread(NewCampaign campaign) =>
        campaign with { Protocol = campaign.Protocol with { MaxPasses = 11, MinSpread = Interval * 10 } };
}
