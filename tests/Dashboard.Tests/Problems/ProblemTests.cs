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
    [InlineData("HEAD", "/campaigns", "text/html", 200)]
    [InlineData("HEAD", "/data/target?target=imported/small", "*/*", 200)]
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

    [Fact]
    public async Task Upload_that_breaks_off_is_no_fault_of_the_disk()
    {
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(seeded.Site.Address, "/models/upload"))
        {
            Content = new StringContent("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.onnx\"\r\n\r\nhalf a fi"),
        };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        request.Headers.Add("Cookie", "latbench_session=" + seeded.Site.AdminToken);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Accept", "application/json");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("broke off", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
