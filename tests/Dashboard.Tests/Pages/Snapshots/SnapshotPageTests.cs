using LatBench.Contracts.V1;
using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Pages.Snapshots;

public sealed class SnapshotPageTests(Browser browser, SeededSite seeded)
{
    [Fact]
    public async Task File_is_downloaded_by_a_browser_that_is_signed_in()
    {
        var snapshot = (await new SnapshotService.SnapshotServiceClient(seeded.Site.Api).GetSnapshotAsync(new GetSnapshotRequest { Name = "snapshots/latest" }, cancellationToken: TestContext.Current.CancellationToken)).Snapshot;
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync($"/snapshots/view/{snapshot.Version}");

        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Link, new() { Name = "schema.json", Exact = true }).Last.ClickAsync());

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(snapshot.Path, "schema.json"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.NotEqual(0, await page.Page.Locator(".markdown table").CountAsync());
        Assert.Equal(0, await page.Page.Locator("main form[method=post]").CountAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Refused_snapshot_keeps_what_was_typed()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        await page.GoAsync("/snapshots");

        await page.Page.GetByLabel("Version").FillAsync("one");
        await page.Page.GetByLabel("Publisher").FillAsync("A lab");
        await page.Page.GetByLabel("Licence of the data").SelectOptionAsync("CC-BY-4.0");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Create the snapshot" }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.Equal("true", await page.Page.GetByLabel("Version").GetAttributeAsync("aria-invalid"));
        Assert.Equal(("one", "A lab", "CC-BY-4.0"), (await page.Page.GetByLabel("Version").InputValueAsync(), await page.Page.GetByLabel("Publisher").InputValueAsync(), await page.Page.GetByLabel("Licence of the data").InputValueAsync()));

        await page.Page.GetByLabel("Version").FillAsync("");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Create the snapshot" }).ClickAsync();

        await page.Page.WaitForFunctionAsync("() => !document.querySelector('[aria-invalid=true]')");
        await page.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        page.AssertNoFaults();
    }
}
