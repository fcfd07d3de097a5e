using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Pages;

/// <summary>
/// What holds for every page: it is shown without an error of the browser, axe finds nothing serious, it fits a phone, it reads without scripts, and it offers a viewer no action. The
/// pages are opened one after the other in one window, as a new one takes longer than most of them.
/// </summary>
public sealed class EveryPageTests(Browser browser, SeededSite seeded)
{
    private const int Wide = 1360;
    private const int Phone = 390;

    private static readonly string[] Paths =
    [
        "/",
        "/campaigns",
        "/campaigns/1",
        "/campaigns/1?verdict=failed",
        "/campaigns/new",
        "/devices",
        "/devices/bench",
        "/devices/invite",
        "/settings",
        "/measurements",
        "/measurements/target?target={target}",
        "/measurements/target?target=imported/vm-2cpu",
        "/measurements/target?target=bench/ort-1.31.1/cpu/t2",
        "/measurements/compare?a=imported/vm-2cpu&b=imported/small",
        "/{measurement}",
        "/cells?space=nas-bench-201&arch=310232",
        "/cells?space=nas-bench-101&seed=5",
        "/cells?space=darts&seed=3",
        "/predictors",
        "/{predictor}",
        "/predictors/new",
        "/searches",
        "/{search}",
        "/snapshots",
        "/snapshots/view/1.0.0",
        "/snapshots/diff?from=1.0.0&to=1.0.0",
        "/models",
        "/{model}",
    ];

    [Fact]
    public Task Every_page_is_shown_without_faults_and_fits_a_phone() => CheckAsync(ColorScheme.Light);

    [Fact]
    [Trait("category", "slow")]
    public Task Every_page_is_shown_without_faults_and_fits_a_phone_in_dark() => CheckAsync(ColorScheme.Dark);

    [Fact]
    public async Task Every_page_reads_without_scripts_and_offers_a_viewer_no_action()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken, options => options.JavaScriptEnabled = false);
        foreach (var path in Paths)
        {
            var response = await page.Page.GotoAsync(seeded.Fill(path));

            Assert.True(response!.Status is 200 or 403, $"{path}: {response.Status}");
            Assert.True(response.Status == 403 || await page.Page.Locator("main table tbody tr, main dl dd, main form, main .empty, main .message").CountAsync() > 0, $"{path} has no content");
            Assert.True(await page.Page.Locator("main form[method=post]").CountAsync() == 0, $"{path} offers an action");
        }
    }

    private async Task CheckAsync(ColorScheme scheme)
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken, options => options.ColorScheme = scheme);
        var tooWide = new List<string>();
        var obstacles = new List<string>();
        foreach (var path in Paths)
        {
            await page.Page.SetViewportSizeAsync(Wide, 900);
            var response = await page.GoAsync(seeded.Fill(path));

            Assert.Equal(200, response.Status);
            Assert.EndsWith("· LatBench", await page.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(1, await page.Page.Locator("h1").CountAsync());
            obstacles.AddRange(await page.ObstaclesAsync());
            await page.Page.SetViewportSizeAsync(Phone, 844);
            if (await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is > Phone and var width)
                tooWide.Add($"{path}: {width}");
        }

        page.AssertNoFaults();
        Assert.Empty(obstacles);
        Assert.Empty(tooWide);
    }
}
