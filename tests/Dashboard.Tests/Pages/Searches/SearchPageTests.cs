using System.IO.Compression;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Pages.Searches;

public sealed class SearchPageTests(Browser browser, SeededSite seeded)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_page_shows_reports_as_they_come_and_the_end()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        var searches = new SearchService.SearchServiceClient(site.Api);
        var search = (await searches.CreateSearchAsync(new CreateSearchRequest { Search = new Search { Strategy = "random", Budget = 5, DisplayName = "\"><script>alert(1)</script>" } }, cancellationToken: Cancel)).Search;
        var suggested = (await searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = search.Name, Count = 3 }, cancellationToken: Cancel)).Suggestions;
        await using var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        await page.GoAsync("/" + search.Name);
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the winners" }).CountAsync());
        await page.Page.EvaluateAsync("() => { window.drawnAgain = 0; document.addEventListener('drawn', event => { window.drawnAgain = event.detail.data.accuracy.filter(value => value !== null).length; }); }");

        await searches.ReportAccuraciesAsync(
            new ReportAccuraciesRequest { Name = search.Name, Reports = { new AccuracyReport { Architecture = suggested[0].Architecture, Accuracy = 71.25 }, new AccuracyReport { Architecture = suggested[1].Architecture, Failed = true } } },
            cancellationToken: Cancel);

        await page.Page.GetByText("71.25 %").First.WaitForAsync();
        await page.Page.WaitForFunctionAsync("() => window.drawnAgain === 1");
        page.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the search" }).ClickAsync();
        await page.Page.GetByText("cancelled", new() { Exact = true }).WaitForAsync();
        Assert.Equal(0, await page.Page.Locator("main form[method=post]").CountAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Report_is_downloaded_as_an_archive()
    {
        using var client = HttpConnections.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + seeded.Site.ViewerToken);

        await using var content = await client.GetStreamAsync(new Uri(seeded.Site.Address, $"/{seeded.Search}/report.zip"), Cancel);

        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancel);
        using var archive = new ZipArchive(copy);
        Assert.Contains("report.md", archive.Entries.Select(entry => entry.FullName));
        Assert.Contains("report.html", archive.Entries.Select(entry => entry.FullName));
    }
}
