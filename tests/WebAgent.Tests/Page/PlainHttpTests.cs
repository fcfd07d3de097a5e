using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Page;

public sealed class PlainHttpTests(Browser browser, SharedSite shared)
{
    [Fact]
    public async Task Plain_HTTP_from_another_machine_is_explained_and_one_thread_is_measured()
    {
        await using var watched = await browser.OpenAsync(new UriBuilder(shared.Site.Address) { Host = Browser.OtherMachine }.Uri, token: null);
        await using var tab = new DeviceTab(watched);
        await tab.GoAsync($"#code={await shared.Site.InviteAsync()}&device=plain-http&start=1");
        await tab.PhaseAsync("waiting");

        await tab.TextAsync("This page came over plain HTTP, so the browser gives it one thread, a coarse clock and no WebGPU");
        Assert.Equal("plain-http/ort-web-1.30.0/wasm/t1", Assert.Single((await shared.Site.DeviceAsync("plain-http")).Targets).Slug);
        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("plain-http", models: 1, 1));
        Assert.Equal(CampaignState.Succeeded, campaign.State);
        var pass = (await shared.Site.PassesAsync((await shared.Site.MeasurementsAsync(campaign.Name))[0].Name))[0];
        Assert.False(pass.Conditions.Browser.CrossOriginIsolated);
        Assert.Equal(1, pass.Conditions.Browser.Threads);
    }
}
