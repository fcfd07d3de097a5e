using System.Net;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Snapshots;

/// <summary>Files over HTTP count among the calls of their token.</summary>
public sealed class SnapshotLimitsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Http_waits_for_the_other_calls_of_its_token()
    {
        await using var coordinator = new RunningCoordinator { Change = options => options with { CallsAtOnce = 1 } };
        await coordinator.InitializeAsync();
        await coordinator.EnrolAsync("lab");
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var campaign = (await campaigns.CreateCampaignAsync(Requests.Campaign("lab", Requests.Skip), cancellationToken: Cancel)).Campaign;
        using var web = coordinator.Web();
        web.DefaultRequestHeaders.Authorization = new("Bearer", coordinator.AdminToken);

        using (var watch = campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel))
        {
            Assert.True(await watch.ResponseStream.MoveNext(Cancel));
            using var refused = await web.GetAsync("/snapshots/1.0.0/README.md", Cancel);

            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.Contains("--max-concurrent-calls", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        // The call that was given up has its place until the coordinator has heard of it.
        while (await StatusAsync(web) == HttpStatusCode.TooManyRequests)
            Cancel.ThrowIfCancellationRequested();
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(web));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient web)
    {
        using var answer = await web.GetAsync("/snapshots/1.0.0/README.md", Cancel);
        return answer.StatusCode;
    }
}
