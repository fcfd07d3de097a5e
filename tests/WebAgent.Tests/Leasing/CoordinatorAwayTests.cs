using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Leasing;

public sealed class CoordinatorAwayTests(Browser browser)
{
    [Fact]
    public async Task Coordinator_that_is_killed_and_started_again_gets_every_finished_result()
    {
        await using var site = new RunningSite();
        await InstalledRuntime.LinkIntoAsync(site.Data);
        await site.StartAsync();
        await using var tab = await DeviceTab.EnrolledAsync(browser, site, "waits");
        var campaign = await site.SubmitAsync("waits", models: 8, 1);
        await tab.AtLeastAsync("measured", 1);

        await site.Coordinator.KillAsync();
        await tab.TextAsync("The coordinator cannot be reached: trying again");
        await tab.AtLeastAsync("unsent", 1);
        await site.StartAsync();
        await tab.SentAsync();

        Assert.Equal(CampaignState.Succeeded, (await site.EndAsync(campaign)).State);
        Assert.All(await site.MeasurementsAsync(campaign), measurement => Assert.NotEqual(Verdict.Failed, measurement.Verdict));
        Assert.Equal(16, await tab.FigureAsync("measured"));
    }

    [Fact]
    public async Task Missing_runtime_is_said_and_the_page_goes_on_once_it_is_installed()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await using var tab = await DeviceTab.OpenAsync(browser, site);
        await tab.TextAsync("The coordinator has no runtime for browsers: run 'latbench web-runtime install' there.");

        await InstalledRuntime.LinkIntoAsync(site.Data);

        await tab.PhaseAsync("enrol");
        Assert.Equal(0, await tab.Page.GetByText("has no runtime").CountAsync());
    }
}
