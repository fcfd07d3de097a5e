using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Live;

public sealed class LiveTests(Browser browser)
{
    [Theory]
    [InlineData("<script>document.title = 'taken'</script>", false)]
    [InlineData("plain", true)]
    public async Task Open_page_shows_what_arrives_without_being_loaded_again(string campaign, bool keepsFocus)
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await site.EnrolAsync("quiet-device");
        await using var page = await browser.OpenAsync(site.Address, site.ViewerToken);
        await page.GoAsync("/");
        await page.Page.EvaluateAsync("() => { window.loadedOnce = true; document.querySelector('main .live a').focus(); }");

        await site.RunAsync("campaigns", "submit", "--models", "2", "--name", campaign);

        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Running now" }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = campaign, Exact = true }).First.WaitForAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.loadedOnce"));
        Assert.Equal("Overview · LatBench", await page.Page.TitleAsync());
        if (keepsFocus)
            Assert.Equal("A", await page.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Subscription_to_unknown_topics_is_refused()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + site.ViewerToken);
        foreach (var query in new[] { "", "?topic=", "?topic=String:x", "?topic=OverviewStatus", "?" + string.Join('&', Enumerable.Range(0, 21).Select(i => $"topic=OverviewStatus:{i}")) })
        {
            using var response = await client.GetAsync(new Uri(site.Address, "/live" + query), TestContext.Current.CancellationToken);

            Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        }
    }
}
