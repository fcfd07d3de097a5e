using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Enrolment;

public sealed class RefusedDeviceTests(Browser browser, SharedSite shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forged_credential_is_refused_in_a_sentence()
    {
        await using var tab = await DeviceTab.OpenAsync(
            browser, shared.Site, before: "localStorage.setItem('latbench.identity', JSON.stringify({ device: 'devices/forged', credential: 'latbench_device_forged' }))");

        await tab.PhaseAsync("refused");
        await tab.TextAsync("The coordinator does not accept this device any more:");
    }

    [Fact]
    public async Task Credential_of_another_device_is_refused()
    {
        await using var own = await DeviceTab.KnownAsync(browser, shared.Site, "own-one");
        await using var other = await DeviceTab.KnownAsync(browser, shared.Site, "other-one");

        await own.Page.EvaluateAsync("localStorage.setItem('latbench.identity', JSON.stringify({ ...JSON.parse(localStorage.getItem('latbench.identity')), device: 'devices/other-one' }))");
        await own.Page.ReloadAsync();

        await own.PhaseAsync("refused");
    }

    [Fact]
    public async Task Device_that_is_removed_while_it_measures_stops_and_says_so()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "removed-one");
        await shared.Site.SubmitAsync("removed-one", models: 20, 1);
        await tab.PhaseAsync("measuring");

        await new DeviceService.DeviceServiceClient(shared.Site.Api).RemoveDeviceAsync(new RemoveDeviceRequest { Name = "devices/removed-one" }, cancellationToken: Cancel);

        await tab.PhaseAsync("refused");
        await tab.TextAsync("The coordinator does not accept this device any more:");
    }

    [Fact]
    public async Task Page_of_another_origin_cannot_call_the_API()
    {
        await using var tab = await DeviceTab.KnownAsync(browser, shared.Site, "cross-origin");
        var credential = await tab.Page.EvaluateAsync<string>("JSON.parse(localStorage.getItem('latbench.identity')).credential");
        await using var other = await browser.OpenAsync(shared.Site.Address, token: null);
        await other.Page.GotoAsync("about:blank");

        var outcome = await other.Page.EvaluateAsync<string>(
            """
            async ([address, credential]) => {
              try {
                const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${credential}` }, body: '{"maxJobs":1}' });
                return `answered ${response.status}`;
              } catch (error) {
                return error.name;
              }
            }
            """,
            new object[] { new Uri(shared.Site.Address, "/v1/devices/cross-origin/jobs:lease").AbsoluteUri, credential });

        Assert.Equal("TypeError", outcome);
    }
}
