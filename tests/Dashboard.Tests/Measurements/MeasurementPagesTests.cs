using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Measurements;

public sealed class MeasurementPagesTests(Browser browser, SeededSite seeded)
{
    private const int MaxBytes = 400_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chart_of_a_target_shows_the_point_under_the_pointer_and_a_click_opens_it()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync($"/measurements/target?target={SeededSite.ImportedTarget}");

        await PointAtSomethingAsync(page.Page);

        var card = page.Page.Locator(".hover-card");
        Assert.Matches(@"^\d[\d.]* ms", await card.InnerTextAsync());
        Assert.Contains("MACs", await card.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.UpAsync();
        await page.Page.WaitForURLAsync("**/cells?space=nas-bench-201&arch=*");
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Filter_stays_in_the_address_and_leaves_fewer_architectures()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync($"/measurements/target?target={SeededSite.ImportedTarget}");
        var all = await page.Page.Locator(".stat dd").First.InnerTextAsync();

        await page.Page.GetByLabel("Operation").SelectOptionAsync("nor_conv_3x3");
        await page.Page.WaitForURLAsync("**op=nor_conv_3x3**");
        await page.ChartsAsync();

        Assert.NotEqual(all, await page.Page.Locator(".stat dd").First.InnerTextAsync());
        Assert.Equal("nor_conv_3x3", await page.Page.GetByLabel("Operation").InputValueAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Points_of_a_target_are_small_and_sent_once()
    {
        using var client = Contracts.Transport.HttpConnections.CreateClient();
        var address = new Uri(seeded.Site.Address, $"/data/target?target={SeededSite.ImportedTarget}");
        using var first = await SendAsync(client, address, null);
        using var second = await SendAsync(client, address, first.Headers.ETag!.ToString());

        Assert.Equal("br", Assert.Single(first.Content.Headers.ContentEncoding));
        Assert.InRange(first.Content.Headers.ContentLength!.Value, 1000, MaxBytes);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Measurement_shows_its_estimate_its_passes_and_its_profile()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync("/" + seeded.Measurement);

        Assert.Contains("ms", await page.Page.Locator(".estimate").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(10, await page.Page.Locator(".cell-drawing .cell-box").CountAsync());
        Assert.Matches(@"\d %", string.Concat(await page.Page.Locator(".cell-drawing text").AllTextContentsAsync()));
        Assert.NotEqual(0, await page.Page.GetByRole(AriaRole.Region, new() { Name = "Passes" }).Locator("tbody tr").CountAsync());
        Assert.NotEqual(0, await page.Page.GetByRole(AriaRole.Region, new() { Name = "Parts of the network" }).Locator("tbody tr").CountAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Two_targets_are_compared_by_the_architectures_of_both()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync($"/measurements/compare?a={SeededSite.ImportedTarget}&b=imported/small");

        // The small table is a part of the other one.
        Assert.Equal(["150", "1.000 ×", "1.0000"], await page.Page.Locator(".stat dd").AllInnerTextsAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Configurations_of_compared_targets_are_chosen_in_a_form()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await site.StartAgentAsync();
        await site.RunAsync("campaigns", "submit", "--models", "2", "--precision", "fp32,fp16", "--passes", "2..2", "--min-spread", "0", "--watch");
        const string target = "bench/ort-1.31.1/cpu/t1";
        await using var page = await browser.OpenAsync(site.Address, site.ViewerToken);
        await page.GoAsync($"/measurements/compare?a={target}&b={target}");
        var configurations = page.Page.GetByLabel("Its configuration");
        Assert.Equal(2, await configurations.CountAsync());

        await configurations.First.SelectOptionAsync("cifar100-b1-fp32-pruned");
        await configurations.Last.SelectOptionAsync("cifar100-b1-fp16-pruned");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();

        await page.Page.WaitForURLAsync("**configB=cifar100-b1-fp16-pruned**");
        await page.ChartsAsync();
        var compared = await page.Page.Locator(".compared dd").AllInnerTextsAsync();
        Assert.Contains("fp32", compared[0], StringComparison.Ordinal);
        Assert.Contains("fp16", compared[1], StringComparison.Ordinal);
        Assert.Equal("2", await page.Page.Locator(".stat dd").First.InnerTextAsync());
        await page.AssertAccessibleAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Target_without_latencies_has_a_page_that_says_so()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken);
        await page.GoAsync("/devices/bench");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "bench/ort-1.31.1/cpu/t2", Exact = true }).ClickAsync();

        await page.Page.GetByText("No latencies of this target yet").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Measure on it" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "New campaign" }).WaitForAsync();

        var other = await page.GoAsync($"/measurements/target?target={SeededSite.ImportedTarget}&config=cifar10-b1-int8-pruned");
        Assert.Equal(404, other.Status);
        page.ForgetFaults();
        await page.GoAsync($"/measurements/target?target={seeded.Target}&config=cifar10-b1-int8-pruned");
        await page.Page.GetByText("No latencies of this target with these models").WaitForAsync();
        await page.AssertAccessibleAsync();
        page.AssertNoFaults();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, Uri address, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", "latbench_session=" + seeded.Site.ViewerToken);
        request.Headers.Add("Accept-Encoding", "br");
        if (tag is not null)
            request.Headers.Add("If-None-Match", tag);
        return await client.SendAsync(request, Cancel);
    }

    /// <summary>Moves the pointer over the chart until a point is shown.</summary>
    private static async Task PointAtSomethingAsync(IPage page)
    {
        var chart = page.Locator(".hoverable");
        await chart.ScrollIntoViewIfNeededAsync();
        var box = (await chart.BoundingBoxAsync())!;
        for (var y = box.Y + 30; y < box.Y + box.Height - 110; y += 14)
        {
            for (var x = box.X + 70; x < box.X + box.Width - 40; x += 18)
            {
                await page.Mouse.MoveAsync(x, y);
                await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                if (await page.Locator(".hoverable.on-point").CountAsync() > 0)
                    return;
            }
        }

        Assert.Fail("No point of the chart is under any place of it.");
    }
}
