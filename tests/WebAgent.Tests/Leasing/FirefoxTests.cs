using LatBench.Contracts.V1;
using LatBench.TestKit;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Leasing;

public sealed class FirefoxTests(SharedSite shared)
{
    [Fact]
    [Trait("category", "slow")]
    public async Task Firefox_enrols_by_itself_and_measures_with_one_and_two_threads()
    {
        using var directory = new TempDirectory();
        await using var firefox = await Firefox.OpenAsync(new Uri(shared.Site.Address, $"/device#code={await shared.Site.InviteAsync()}&device=firefox&start=1"), directory);
        var device = await shared.Site.AppearsAsync("firefox");

        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("firefox", models: 2, 1, 2));

        Assert.StartsWith("Firefox ", device.Software.Browser, StringComparison.Ordinal);
        Assert.Equal(CampaignState.Succeeded, campaign.State);
        Assert.All(await shared.Site.MeasurementsAsync(campaign.Name), measurement => Assert.NotEqual(Verdict.Failed, measurement.Verdict));
    }
}
