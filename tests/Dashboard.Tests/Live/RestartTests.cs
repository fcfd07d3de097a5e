
namespace LatBench.Dashboard.Tests.Live;

public sealed class RestartTests(Browser browser)
{
    [Fact]
    public async Task Open_page_follows_a_coordinator_that_was_killed_and_started_again()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.AdminToken);
        await page.GoAsync("/");
        await page.Page.GetByText("No device yet").WaitForAsync();

        await site.Coordinator.KillAsync();
        await page.Page.GetByText("Reconnecting…").WaitForAsync();
        await site.StartAsync();
        await site.EnrolAsync("came-after-the-restart");

        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "came-after-the-restart", Exact = true }).WaitForAsync();
        Assert.True(await page.Page.Locator("[data-connection]").IsHiddenAsync());
    }
}
