using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Cells;

public sealed class CellEditorTests(Browser browser, SeededSite seeded)
{
    [Fact]
    public async Task Choice_is_shown_at_once_and_stands_in_the_address()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync("/cells?space=nas-bench-201&arch=300100");
        await page.Page.EvaluateAsync("() => { window.loadedOnce = true; }");

        await page.Page.GetByLabel("in → out").SelectOptionAsync("nor_conv_3x3");

        await page.Page.WaitForURLAsync("**/cells?space=nas-bench-201&arch=*nor_conv_3x3*");
        await page.Page.GetByText("300300", new() { Exact = true }).WaitForAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.loadedOnce"));
        await page.Page.GoBackAsync();
        await page.Page.GetByText("300100", new() { Exact = true }).WaitForAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Choice_made_before_the_script_has_arrived_is_shown_once_it_has()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        var arrived = new TaskCompletionSource();
        await page.Page.RouteAsync("**/pages/cells.js", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        await page.Page.GotoAsync("/cells?space=nas-bench-201&arch=300100");

        await page.Page.GetByLabel("in → out").SelectOptionAsync("nor_conv_3x3");
        arrived.SetResult();

        await page.Page.GetByText("300300", new() { Exact = true }).WaitForAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Cell_has_the_prediction_and_the_latency_of_every_target_and_its_neighbours()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync("/cells?space=nas-bench-201&arch=333333");

        Assert.Equal(1, await page.Page.Locator("tr", new() { HasText = SeededSite.ImportedTarget }).GetByText("imported", new() { Exact = true }).CountAsync());
        Assert.Matches(@"\d ms", await page.Page.Locator("tr", new() { HasText = "imported/small" }).Locator("td").Nth(2).InnerTextAsync());
        Assert.Equal(24, await page.Page.GetByRole(AriaRole.Region, new() { Name = "Cells one choice away" }).Locator("tbody tr").CountAsync());
        page.AssertNoFaults();
    }

    [Theory]
    [InlineData("nas-bench-201", "|nor_conv_3x3~0|+", "position")]
    [InlineData("nas-bench-101", "<script>alert(1)</script>", "position")]
    [InlineData("darts", "x", "position")]
    public async Task Text_that_is_no_architecture_is_kept_with_the_reason(string space, string text, string reason)
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        await page.GoAsync($"/cells?space={space}&arch={Uri.EscapeDataString(text)}");

        Assert.Contains(reason, await page.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(text, await page.Page.GetByLabel("Architecture as a text").InputValueAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Editor_works_without_scripts()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken, options => options.JavaScriptEnabled = false);
        await page.Page.GotoAsync("/cells?space=nas-bench-101&arch=10.1|conv3x3-bn-relu");

        await page.Page.GetByLabel("Operation at vertex 1").SelectOptionAsync("maxpool3x3");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).First.ClickAsync();

        Assert.Equal("10.1|maxpool3x3", await page.Page.GetByLabel("Architecture as a text").InputValueAsync());
    }
}
