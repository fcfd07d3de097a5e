using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Network;

/// <summary>Pages over a mobile connection: 400 ms to the coordinator and back, and 100 kB a second.</summary>
public sealed class SlowNetworkTests(Browser browser, SeededSite seeded)
{
    private const int LatencyMs = 400;
    private const int BytesPerSecond = 100_000;

    [Fact]
    [Trait("category", "slow")]
    public async Task Text_is_read_before_the_charts_arrive_and_nothing_fails()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await SlowDownAsync(page.Page);
        var library = new TaskCompletionSource();
        await page.Page.RouteAsync("**/js/echarts*", async route =>
        {
            await library.Task;
            await route.ContinueAsync();
        });

        await page.Page.GotoAsync($"/measurements/target?target={SeededSite.ImportedTarget}", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });

        // The library of the charts is still on its way.
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = SeededSite.ImportedTarget }).WaitForAsync();
        await page.Page.GetByText("9,444").First.WaitForAsync();
        await page.Page.Locator(".quantiles tbody tr").First.WaitForAsync();
        Assert.Equal(0, await page.Page.Locator("[data-drawn]").CountAsync());
        var top = (await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Distribution" }).BoundingBoxAsync())!.Y;

        library.SetResult();
        await page.ChartsAsync();
        Assert.Equal(top, (await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Distribution" }).BoundingBoxAsync())!.Y);
        page.AssertNoFaults();
    }

    [Fact]
    [Trait("category", "slow")]
    public async Task Main_pages_load_whole()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken);
        await SlowDownAsync(page.Page);
        foreach (var path in new[] { "/", "/devices/bench", "/{measurement}", "/{predictor}", "/cells?space=nas-bench-201&arch=310232" })
        {
            var response = await page.GoAsync(seeded.Fill(path));

            Assert.Equal(200, response.Status);
            Assert.Equal(0, await page.Page.Locator(".chart-error").CountAsync());
        }

        page.AssertNoFaults();
    }

    private static async Task SlowDownAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = LatencyMs, ["downloadThroughput"] = BytesPerSecond, ["uploadThroughput"] = BytesPerSecond });
    }
}
