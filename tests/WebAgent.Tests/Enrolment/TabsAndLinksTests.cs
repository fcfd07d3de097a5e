using LatBench.WebAgent.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Enrolment;

/// <summary>One browser is one device, in however many tabs and by however many links the page is opened.</summary>
public sealed class TabsAndLinksTests(Browser browser, SharedSite shared)
{
    [Fact]
    public async Task Two_tabs_that_are_opened_at_once_with_one_code_are_one_device_and_one_of_them_measures()
    {
        await using var first = new DeviceTab(await browser.OpenAsync(shared.Site.Address, token: null));
        var second = new DeviceTab(await first.Watched.OpenAnotherAsync());
        var link = $"#code={await shared.Site.InviteAsync()}&device=at-once&start=1";

        await Task.WhenAll(first.GoAsync(link), second.GoAsync(link));

        var phases = await Task.WhenAll(SettledAsync(first), SettledAsync(second));
        Assert.Equal(["other-tab", "waiting"], phases.Order(StringComparer.Ordinal));
        var (measuring, other) = phases[0] == "waiting" ? (first, second) : (second, first);
        Assert.Equal("at-once", await measuring.Part("device-name").TextContentAsync());
        await measuring.Page.CloseAsync();
        await other.PhaseAsync("waiting");
        Assert.Equal("at-once", await other.Part("device-name").TextContentAsync());
    }

    [Fact]
    public async Task Second_tab_waits_while_the_first_shows_the_form_and_then_is_the_device()
    {
        await using var first = await DeviceTab.OpenAsync(browser, shared.Site);
        await first.PhaseAsync("enrol");
        await using var second = await first.AnotherAsync();
        await Task.WhenAny(second.PhaseAsync("other-tab"), second.PhaseAsync("enrol"));
        Assert.Equal("other-tab", await PhaseOfAsync(second));
        await second.TextAsync("This page is open in another tab of this browser");
        await second.Watched.AssertAccessibleAsync();

        await first.Page.GetByLabel("Code").FillAsync(await shared.Site.InviteAsync());
        await first.Page.GetByLabel("Name of this device").FillAsync("by-form");
        await first.Page.Keyboard.PressAsync("Enter");
        await first.IsKnownAsync();
        await first.Page.CloseAsync();

        await second.PhaseAsync("waiting");
        Assert.Equal("by-form", await second.Part("device-name").TextContentAsync());
    }

    [Fact]
    public async Task Link_that_is_opened_in_a_browser_that_is_a_device_says_so_and_what_to_do()
    {
        await using var tab = await DeviceTab.KnownAsync(browser, shared.Site, "linked-again");
        var code = await shared.Site.InviteAsync();

        await tab.GoAsync($"#code={code}&device=another");

        await tab.Page.GetByText("This browser is the device linked-again already, so the code of the link was not used").WaitForAsync(new() { Timeout = 20_000 });
        Assert.Equal("/device", new Uri(tab.Page.Url).PathAndQuery + new Uri(tab.Page.Url).Fragment);
        await using var unused = await DeviceTab.OpenAsync(browser, shared.Site, $"#code={code}&device=linked-first&start=1");
        await unused.IsKnownAsync();
    }

    [Fact]
    public async Task Link_that_is_opened_in_a_tab_that_shows_the_form_is_taken()
    {
        await using var tab = await DeviceTab.OpenAsync(browser, shared.Site);
        await tab.PhaseAsync("enrol");

        await tab.GoAsync($"#code={await shared.Site.InviteAsync()}&device=by-later-link&start=1");

        await tab.IsKnownAsync();
        Assert.Equal("by-later-link", await tab.Part("device-name").TextContentAsync());
    }

    /// <summary>Waits until a tab is a device, waits for another one, or was refused.</summary>
    private static async Task<string> SettledAsync(DeviceTab tab)
    {
        await tab.Page.Locator("html[data-phase=waiting], html[data-phase=other-tab], #code-error:not([hidden])").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return await PhaseOfAsync(tab);
    }

    private static Task<string> PhaseOfAsync(DeviceTab tab) => tab.Page.EvaluateAsync<string>("document.documentElement.dataset.phase");
}
