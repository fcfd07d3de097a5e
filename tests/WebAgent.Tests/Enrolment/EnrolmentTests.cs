using LatBench.WebAgent.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Enrolment;

public sealed class EnrolmentTests(Browser browser, SharedSite shared)
{
    [Fact]
    public async Task Link_with_a_code_enrols_a_browser_with_its_targets_and_leaves_the_address()
    {
        await using var tab = await DeviceTab.KnownAsync(browser, shared.Site, "by-link");

        var device = await shared.Site.DeviceAsync("by-link");

        Assert.Equal("/device", new Uri(tab.Page.Url).PathAndQuery + new Uri(tab.Page.Url).Fragment);
        Assert.StartsWith("Chromium ", device.Software.Browser, StringComparison.Ordinal);
        Assert.Contains("by-link/ort-web-1.30.0/wasm/t1", device.Targets.Select(target => target.Slug));
        Assert.Contains("by-link/ort-web-1.30.0/wasm/t2", device.Targets.Select(target => target.Slug));
        Assert.Equal("by-link/ort-web-1.30.0/wasm/t1", device.Targets[0].Slug);
        tab.Watched.AssertNoFaults(DeviceTab.NoAdapter);
    }

    [Fact]
    public async Task Code_that_is_typed_in_small_letters_enrols()
    {
        await using var tab = await DeviceTab.OpenAsync(browser, shared.Site);
        await tab.PhaseAsync("enrol");
        await tab.Watched.AssertAccessibleAsync();

        await tab.Page.GetByLabel("Code").FillAsync((await shared.Site.InviteAsync()).ToLowerInvariant().Replace("-", "", StringComparison.Ordinal));
        await tab.Page.GetByLabel("Name of this device").FillAsync("by-typing");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.IsKnownAsync();

        Assert.NotNull(await shared.Site.DeviceAsync("by-typing"));
        await tab.Watched.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Code_that_is_wrong_used_or_expired_is_refused_in_a_sentence()
    {
        var used = await shared.Site.InviteAsync();
        await using (var first = await DeviceTab.OpenAsync(browser, shared.Site, $"#code={used}&device=first&start=1"))
            await first.IsKnownAsync();
        var expired = await shared.Site.InviteAsync(TimeSpan.FromMilliseconds(1));
        await using var tab = await DeviceTab.OpenAsync(browser, shared.Site, $"#code={used}&device=refused");
        await tab.PhaseAsync("enrol");

        foreach (var code in new[] { used, expired, "7K3M-9QXW-2H5T" })
        {
            await tab.Page.GetByLabel("Code").FillAsync(code);
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add this device" }).ClickAsync();
            await Assertions.Expect(tab.Page.Locator("#code-error")).ToContainTextAsync("The enrolment token is unknown, expired, revoked or used");
        }

        await tab.Page.GetByLabel("Code").FillAsync(await shared.Site.InviteAsync());
        await tab.Page.GetByLabel("Name of this device").FillAsync("Not A Name");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add this device" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator("#code-error")).ToContainTextAsync("The name of a device is 1 to 63 of a-z, 0-9 and '-'");
        Assert.Equal("enrol", await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.phase"));
    }

    [Fact]
    public async Task Forgotten_device_can_be_enrolled_again()
    {
        await using var tab = await DeviceTab.KnownAsync(browser, shared.Site, "forgotten");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Forget this device" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Forget it" }).ClickAsync();
        await tab.PhaseAsync("enrol");

        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("Object.keys(localStorage).length"));
    }

    [Fact]
    public async Task Second_tab_says_that_another_has_the_page_and_takes_over()
    {
        await using var first = await DeviceTab.KnownAsync(browser, shared.Site, "two-tabs");
        await using var second = await first.AnotherAsync();

        await second.PhaseAsync("other-tab");
        await second.TextAsync("This page is open in another tab of this browser");
        await first.Page.CloseAsync();

        await second.PhaseAsync("waiting");
    }
}
