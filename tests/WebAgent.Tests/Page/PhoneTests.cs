using LatBench.WebAgent.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Page;

public sealed class PhoneTests(Browser browser, SharedSite shared)
{
    [Fact]
    public async Task Narrow_dark_page_does_not_scroll_sideways_and_is_accessible()
    {
        await using var tab = await DeviceTab.OpenAsync(
            browser, shared.Site, $"#code={await shared.Site.InviteAsync()}&device={new string('w', 63)}",
            change: options => (options.ViewportSize, options.ColorScheme) = (new ViewportSize { Width = 360, Height = 740 }, ColorScheme.Dark));
        await tab.PhaseAsync("enrol");
        await AssertFitsAsync(tab);

        await tab.Part("enrol-button").ClickAsync();
        await tab.IsKnownAsync();

        await AssertFitsAsync(tab);
    }

    private static async Task AssertFitsAsync(DeviceTab tab)
    {
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await tab.Watched.AssertAccessibleAsync();
    }
}
