using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Spool;

/// <summary>Results that another device of this browser left: its credential is gone, and they are not those of this one.</summary>
public sealed class ForeignReportTests(Browser browser, SharedSite shared)
{
    [Fact]
    public async Task Report_of_another_device_is_left_alone_and_does_not_condemn_this_one()
    {
        await using var tab = await DeviceTab.KnownAsync(browser, shared.Site, "spool-owner");
        await tab.WithModuleAsync<bool>(
            "storage/database.js",
            """
            async ({ openDatabase }) => {
              const body = { device: 'devices/elsewhere', leaseId: 'another', reason: 'FAILURE_REASON_INTERNAL', message: '' };
              await (await openDatabase()).put('spool', 1, { path: 'jobs/1:fail', body });
              return true;
            }
            """);
        await tab.Page.ReloadAsync();
        await tab.IsKnownAsync();

        await Task.WhenAny(tab.PhaseAsync("waiting"), tab.PhaseAsync("refused"));
        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("spool-owner", models: 1, 1)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(CampaignState.Succeeded, campaign.State);
        await tab.SentAsync();
        Assert.Equal(1, await tab.WithModuleAsync<int>("storage/database.js", "async ({ openDatabase }) => (await (await openDatabase()).keys('spool')).length"));
    }
}
