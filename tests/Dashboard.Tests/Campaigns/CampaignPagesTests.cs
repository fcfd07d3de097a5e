using LatBench.Contracts.V1;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Campaigns;

/// <summary>Submitting, cancelling and resuming campaigns in a browser, on a device without an agent.</summary>
public sealed class CampaignPagesTests(Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Form_shows_what_will_be_measured_before_it_starts()
    {
        await using var site = await StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        await page.GoAsync("/campaigns/new");
        await page.Page.FillAsync("[name=count]", "5");
        await page.Page.FillAsync("[name=batch]", "1, 8");
        await page.Page.FillAsync("[name=display_name]", "<b>bold</b> & \"quoted\"");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show what will be measured" }).ClickAsync();

        await page.Page.GetByText("10 models × 1 target = 10 measurements").WaitForAsync();
        Assert.Empty((await CampaignsOf(site).ListCampaignsAsync(new ListCampaignsRequest(), cancellationToken: Cancel)).Campaigns);
        await page.AssertAccessibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.Page.GetByLabel("Batch").WaitForAsync();
        Assert.Equal("1, 8", await page.Page.InputValueAsync("[name=batch]"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show what will be measured" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        await page.Page.WaitForURLAsync("**/campaigns/1");
        Assert.Equal("<b>bold</b> & \"quoted\"", await page.Page.Locator("h1").TextContentAsync());
        await page.Page.GetByText("No agent of").First.WaitForAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Form_with_every_field_wrong_says_so_beside_each_and_keeps_what_was_typed()
    {
        await using var site = await StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        await page.GoAsync("/campaigns/new");
        (string Field, string Text)[] wrong =
        [
            ("display_name", new string('x', 201)), ("count", "many"), ("seed", "-1"), ("batch", "0"), ("min_passes", "1"), ("max_passes", "5000"), ("max_error", "abc"), ("min_spread", "1e9"),
        ];
        foreach (var (field, text) in wrong)
            await page.Page.FillAsync($"[name={field}]", text);
        await page.Page.SelectOptionAsync("[name=space]", "nas-bench-101");
        await page.Page.SelectOptionAsync("[name=input]", "imagenet16-120");
        await page.Page.FillAsync("[name=more_targets]", "nowhere");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show what will be measured" }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        foreach (var (field, text) in wrong)
        {
            Assert.NotEqual("", await page.Page.Locator($"#{field}-error").First.TextContentAsync());
            Assert.Equal(text, await page.Page.InputValueAsync($"[name={field}]"));
            Assert.Equal("true", await page.Page.GetAttributeAsync($"[name={field}]", "aria-invalid"));
        }

        Assert.Contains("nowhere", await page.Page.Locator("#targets-error").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("imagenet16-120", await page.Page.Locator("#input-error").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("nas-bench-101", await page.Page.InputValueAsync("[name=space]"));
        await page.AssertAccessibleAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Second_tab_that_cancels_is_told_that_it_was_cancelled_already()
    {
        await using var site = await StartAsync();
        await SubmitAsync(site);
        await using var first = await OpenAsync(site, "/campaigns/1");
        await using var second = await OpenAsync(site, "/campaigns/1");

        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).WaitForAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await second.Page.GetByText("was cancelled already").WaitForAsync();
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).WaitForAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await second.Page.GetByText("is running: only a cancelled campaign can be resumed").WaitForAsync();
        first.AssertNoFaults();
        second.AssertNoFaults();
    }

    [Fact]
    public async Task List_has_pages_and_viewers_see_no_actions()
    {
        await using var site = await StartAsync();
        for (var i = 0; i < 27; i++)
            await SubmitAsync(site);
        await using var page = await browser.OpenAsync(site.Address, site.ViewerToken);

        await page.GoAsync("/campaigns");
        Assert.Equal(25, await page.Page.Locator("main tbody tr").CountAsync());
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Link, new() { Name = "New campaign" }).CountAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).WaitForAsync();
        Assert.Equal(2, await page.Page.Locator("main tbody tr").CountAsync());
        await page.GoAsync("/campaigns/1");
        Assert.Equal(0, await page.Page.Locator("main form button").CountAsync());
        page.AssertNoFaults();
    }

    private static CampaignService.CampaignServiceClient CampaignsOf(RunningSite site) => new(site.Api);

    private static async Task<RunningSite> StartAsync()
    {
        var site = new RunningSite();
        await site.StartAsync();
        await site.EnrolAsync("quiet");
        return site;
    }

    private static async Task SubmitAsync(RunningSite site) => await CampaignsOf(site).CreateCampaignAsync(
        new CreateCampaignRequest { Campaign = new Campaign { Targets = { "quiet" }, Selection = new Selection { Sample = new RandomSample { Count = 1, Seed = 1 } } } }, cancellationToken: Cancel);

    private async Task<WatchedPage> OpenAsync(RunningSite site, string path)
    {
        var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        page.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GoAsync(path);
        return page;
    }
}
