using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Tests.Pages;

/// <summary>Large installations: lists come in pages, and no page waits for all of them.</summary>
public sealed class ManyTests(Browser browser)
{
    private const int Concurrency = 16;

    [Fact]
    public Task Lists_of_hundreds_are_paged() => CheckAsync(devices: 250, campaigns: 120);

    [Fact]
    [Trait("category", "slow")]
    public Task Lists_of_ten_thousand_devices_and_two_thousand_campaigns_are_paged() => CheckAsync(devices: 10_000, campaigns: 2_000);

    private async Task CheckAsync(int devices, int campaigns)
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await RepeatAsync(devices, i => site.EnrolAsync($"board-{i:D5}"));
        var api = new CampaignService.CampaignServiceClient(site.Api);
        await RepeatAsync(campaigns, async i => await api.CreateCampaignAsync(
            new CreateCampaignRequest
            {
                Campaign = new Campaign
                {
                    DisplayName = $"campaign number {i}",
                    Selection = new Selection { Sample = new RandomSample { Count = 1, Seed = (ulong)i } },
                    Targets = { $"board-{i:D5}" },
                },
            },
            cancellationToken: TestContext.Current.CancellationToken));
        await using var page = await browser.OpenAsync(site.Address, site.ViewerToken);

        foreach (var path in new[] { "/devices", "/campaigns" })
        {
            await page.GoAsync(path);
            var first = await page.Page.Locator("main tbody tr").CountAsync();
            Assert.InRange(first, 1, 100);
            var top = await page.Page.Locator("main tbody tr a").First.InnerTextAsync();

            await page.Page.Locator("a[rel=next]").ClickAsync();

            await page.Page.WaitForURLAsync("**after=**");
            Assert.NotEqual(top, await page.Page.Locator("main tbody tr a").First.InnerTextAsync());
        }

        await page.GoAsync("/");
        page.AssertNoFaults();
    }

    private static async Task RepeatAsync(int count, Func<int, Task> action) =>
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (i, _) => await action(i));
}
