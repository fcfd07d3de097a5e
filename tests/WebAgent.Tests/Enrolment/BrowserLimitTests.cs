using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Enrolment;

/// <summary>A limit of the browser or of its machine ends in a sentence, and nothing half-measured counts.</summary>
public sealed class BrowserLimitTests(Browser browser, SharedSite shared)
{
    private static readonly Verdict[] Measured = [Verdict.Valid, Verdict.Suspect];

    [Fact]
    public async Task Browser_without_vectors_of_WebAssembly_says_so_and_enrols_nothing()
    {
        await using var tab = await DeviceTab.OpenAsync(
            browser, shared.Site, $"#code={await shared.Site.InviteAsync()}&device=no-simd&start=1", before: "WebAssembly.validate = () => false;");

        await tab.TextAsync("This browser has no WebAssembly with vectors (SIMD), so it cannot measure");

        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("Object.keys(localStorage).length"));
    }

    [Fact]
    public async Task Storage_that_is_full_is_said_and_results_are_delivered_all_the_same()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "full-storage");
        var session = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
        await session.SendAsync("Storage.overrideQuotaForOrigin", new() { ["origin"] = shared.Site.Address.GetLeftPart(UriPartial.Authority), ["quotaSize"] = 1 });

        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("full-storage", models: 2, 1));

        Assert.All(await shared.Site.MeasurementsAsync(campaign.Name), measurement => Assert.Contains(measurement.Verdict, Measured));
        await tab.TextAsync("or its storage is full: results that were not sent are lost when the page is closed.");
        await tab.SentAsync();
    }

    [Fact]
    public async Task Model_that_is_larger_than_the_browser_can_hold_fails_with_its_reason()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "too-large");
        // As Chromium answers for a body of more than its largest buffer.
        await tab.Page.EvaluateAsync("() => { Response.prototype.arrayBuffer = () => Promise.reject(new RangeError('Array buffer allocation failed')); }");

        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("too-large", models: 1, 1));

        var measurement = Assert.Single(await shared.Site.MeasurementsAsync(campaign.Name));
        Assert.Equal((Verdict.Failed, FailureReason.OutOfMemory), (measurement.Verdict, measurement.FailureReason));
        Assert.Contains("is larger than this browser can hold", measurement.FailureMessage, StringComparison.Ordinal);
    }
}
