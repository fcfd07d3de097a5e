using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Settings;

public sealed class SettingsPageTests(Browser browser)
{
    [Fact]
    public async Task Token_is_made_shown_once_and_revoked()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.AdminToken);
        page.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GoAsync("/settings");
        await page.Page.FillAsync("[name=description]", new string('y', 201));
        await page.Page.FillAsync("[name=time_to_live]", "soon");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        await page.Page.Locator("#time_to_live-error").WaitForAsync();
        Assert.Contains("200 characters", await page.Page.Locator("#description-error").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("soon", await page.Page.InputValueAsync("[name=time_to_live]"));

        await page.Page.FillAsync("[name=description]", "<i>nightly</i>");
        await page.Page.FillAsync("[name=time_to_live]", "30d");
        await page.Page.SelectOptionAsync("[name=role]", "viewer");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        var secret = (await page.Page.Locator(".secret code").TextContentAsync())!;
        await page.AssertAccessibleAsync();
        await using (var viewer = await browser.OpenAsync(site.Address, secret))
        {
            await viewer.GoAsync("/settings");
            Assert.Equal(0, await viewer.Page.Locator("main form").CountAsync());
            viewer.AssertNoFaults();
        }

        await page.Page.Locator("tr", new() { HasText = "<i>nightly</i>" }).GetByRole(AriaRole.Button).ClickAsync();
        await page.Page.Locator("tr", new() { HasText = "<i>nightly</i>" }).GetByText("revoked").WaitForAsync();

        Assert.Equal(0, await page.Page.Locator(".secret").CountAsync());
        page.AssertNoFaults();
    }
}
