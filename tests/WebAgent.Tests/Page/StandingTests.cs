using System.Text.RegularExpressions;
using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Page;

/// <summary>The page shows how things stand with the device now.</summary>
public sealed partial class StandingTests(Browser browser, SharedSite shared)
{
    private const float SoonMs = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_is_offered_only_once_it_does_something()
    {
        var described = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var tab = new DeviceTab(await browser.OpenAsync(shared.Site.Address, token: null));
        await tab.Page.RouteAsync("**/v1/devices/*:describe", async route =>
        {
            await described.Task;
            await route.ContinueAsync();
        });
        await tab.GoAsync($"#code={await shared.Site.InviteAsync()}&device=getting-ready&start=1");
        await tab.PhaseAsync("connecting");

        Assert.False(await tab.Part("stop").IsVisibleAsync());
        described.SetResult();
        await tab.Part("stop").WaitForAsync();
    }

    [Fact]
    public async Task Page_does_not_say_that_it_measures_while_it_sends_results()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "cannot-send");
        await tab.Page.RouteAsync("**/v1/jobs/*:complete", route => route.AbortAsync());
        var campaign = await shared.Site.SubmitAsync("cannot-send", models: 1, 1);

        await tab.Page.Locator("html[data-phase=sending]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = SoonMs });
        Assert.False(await tab.Part("current").IsVisibleAsync());
        await tab.Page.UnrouteAllAsync();

        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign)).State);
    }

    [Fact]
    public async Task Leases_are_renewed_while_files_are_fetched_and_a_removed_device_is_shown_at_the_next_answer()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "slow-network");
        // Leases of two minutes are renewed four times a minute, those that seem to have expired every second.
        await tab.Page.RouteAsync(LeasingCall(), async route =>
        {
            var answer = await route.FetchAsync();
            var text = ExpireTime().Replace(await answer.TextAsync(), "$1\"2000-01-01T00:00:00Z\"");
            await route.FulfillAsync(new() { Response = answer, Body = text });
        });
        var fetched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync("**/artifacts/*", async route =>
        {
            await fetched.Task;
            await route.AbortAsync();
        });

        // Once it is answered: a renewal that the removal overtakes is told that its leases are lost, and is the last.
        await tab.Page.RunAndWaitForResponseAsync(() => shared.Site.SubmitAsync("slow-network", models: 1, 1), answer => answer.Url.EndsWith("/leases:renew", StringComparison.Ordinal), new() { Timeout = 3 * SoonMs });
        await new DeviceService.DeviceServiceClient(shared.Site.Api).RemoveDeviceAsync(new RemoveDeviceRequest { Name = "devices/slow-network" }, cancellationToken: Cancel);

        await tab.Page.Locator("html[data-phase=refused]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = SoonMs });
        fetched.SetResult();
    }

    [Fact]
    public async Task Device_in_quarantine_says_so_and_why()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "quarantined");
        await tab.Page.RouteAsync("**/artifacts/*", route => route.FulfillAsync(new() { BodyBytes = [1, 2, 3] }));

        await shared.Site.SubmitAsync("quarantined", models: 11, 1);

        await tab.TextAsync("In quarantine: its jobs failed one after another, so it is given one every five minutes until one succeeds");
        Assert.Equal(DeviceState.Quarantined, (await shared.Site.DeviceAsync("quarantined")).State);
    }

    // Without options: Playwright hands the expression to the browser, which has none of .NET's.
    [GeneratedRegex("/(jobs:lease|leases:renew)$")]
    private static partial Regex LeasingCall();

    [GeneratedRegex("(\"expireTime\":\\s*)\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex ExpireTime();
}
