using System.Collections.Concurrent;
using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Targets;

/// <summary>An installation with two versions of the runtime side by side.</summary>
public sealed class RuntimeVersionTests(Browser browser)
{
    private const string Older = "1.29.9";

    [Fact]
    [Trait("category", "slow")]
    public async Task Two_installed_versions_are_two_targets_of_one_page_and_each_is_measured_when_it_is_named()
    {
        await using var site = new RunningSite();
        await InstalledRuntime.LinkIntoAsync(site.Data, Older);
        await site.StartAsync();
        await using var tab = await DeviceTab.EnrolledAsync(browser, site, "two-versions");
        string[] targets = [$"two-versions/ort-web-{Older}/wasm/t1", "two-versions/ort-web-1.30.0/wasm/t1"];

        var offered = (await site.DeviceAsync("two-versions")).Targets.Select(target => target.Slug).ToArray();
        var loaded = new ConcurrentQueue<string>();
        tab.Page.Request += (_, request) => loaded.Enqueue(new Uri(request.Url).AbsolutePath);
        var campaign = await site.EndAsync(await site.SubmitAsync(models: 1, targets[0]));
        var loadedOfOne = loaded.Where(path => path.EndsWith("/ort.wasm.min.mjs", StringComparison.Ordinal)).Distinct().ToArray();
        var both = await site.EndAsync(await site.SubmitAsync(models: 1, targets));

        // The newest is the default of the device.
        Assert.Equal(targets[1], offered[0]);
        Assert.Contains(targets[0], offered);
        Assert.Equal((CampaignState.Succeeded, CampaignState.Succeeded), (campaign.State, both.State));
        Assert.Equal(Older, await VersionAsync(site, campaign, targets[0]));
        Assert.Equal("1.30.0", await VersionAsync(site, both, targets[1]));
        Assert.Equal([$"/web-runtime/{Older}/ort.wasm.min.mjs"], loadedOfOne);
    }

    private static async Task<string> VersionAsync(RunningSite site, Campaign campaign, string target)
    {
        var measurement = Assert.Single(await site.MeasurementsAsync(campaign.Name), measurement => measurement.Target == target);
        return Assert.Single((await site.PassesAsync(measurement.Name)).Select(pass => pass.Conditions.RuntimeVersion).Distinct());
    }
}
