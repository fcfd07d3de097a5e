using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;

namespace LatBench.Storage.Tests.Contract;

/// <summary>The whole of NAS-Bench-201 on four targets.</summary>
public abstract class LargeCampaignContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const int Models = 9_444;
    private const int Targets = 4;

    [Fact]
    public async Task CancelAsync_ends_37_776_jobs_and_keeps_what_was_done()
    {
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token);
        var targets = Enumerable.Range(1, Targets).Select(threads => TestData.Target("lab", threads)).ToArray();
        await Store.Devices.EnrolAsync(TestData.NewDevice("lab") with { Targets = targets }, Token);
        var campaign = await Store.Campaigns.CreateAsync(TestData.NewCampaign([.. targets.Select(target => target.Slug)], Models, minPasses: 1), Token);
        Assert.Equal(Models * Targets, (await Store.Campaigns.GetProgressAsync(campaign.Id, Token)).JobsOpen);
        var leased = await LeaseAsync(maxJobs: 2);
        await CompleteAsync(leased[0]);

        await Store.CancelAsync(campaign.Id, Now, Token);

        Assert.Equal(CampaignState.Cancelled, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((Models * Targets, 1, 0, 1), (progress.Measurements, progress.JobsDone, progress.JobsOpen, progress.Valid));
        Assert.Empty(await LeaseAsync(maxJobs: 1));
        // A result that was under way is kept beside.
        Assert.Equal(CompletionOutcome.KeptBeside, await CompleteAsync(leased[1]));
    }
}
