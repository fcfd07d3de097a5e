using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Problems;

public sealed class ProblemTests(Browser browser, SeededSite seeded)
{
    [Theory]
    [InlineData("/no-such-page", 404)]
    [InlineData("/problem", 404)]
    public async Task Address_without_a_page_says_so(string path, int status)
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);

        var response = await page.GoAsync(path);

        Assert.Equal(status, response.Status);
        Assert.NotEmpty(await page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "To the overview" }).WaitForAsync();
        await page.AssertAccessibleAsync();
    }

    [Theory]
    [InlineData("GET", "/campaigns/99999", "*/*", 404)]
    [InlineData("GET", "/campaigns?after=garbage", "*/*", 400)]
    [InlineData("GET", "/measurements/target", "text/html", 404)]
    [InlineData("GET", "/data/target", "*/*", 404)]
    [InlineData("HEAD", "/live?topic=Gone:", "*/*", 400)]
    [InlineData("POST", "/settings", "text/html", 400)]
    public async Task Refused_request_has_its_status_and_a_sentence(string method, string path, string accept, int status)
    {
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(seeded.Site.Address, path));
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([new("_handler", "no-such-form")]);
        request.Headers.Add("Cookie", "latbench_session=" + seeded.Site.AdminToken);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Accept", accept);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(method == "HEAD" || (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length > 0);
    }
}
