using LatBench.Contracts.V1;
using ModelContextProtocol.Protocol;

namespace LatBench.Coordinator.Tests.Mcp;

/// <summary>The calls of tools count among the calls of their token, and requests to the endpoint do not take their places.</summary>
public sealed class McpLimitsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_work_where_a_token_has_one_call_at_once_and_wait_for_its_other_calls()
    {
        await using var coordinator = new RunningCoordinator { Change = options => options with { CallsAtOnce = 1 } };
        await coordinator.InitializeAsync();
        await coordinator.EnrolAsync("lab");
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var campaign = (await campaigns.CreateCampaignAsync(Requests.Campaign("lab", Requests.Skip), cancellationToken: Cancel)).Campaign;
        await using var client = await McpFixture.ConnectAsync(coordinator, coordinator.AdminToken);

        var free = await client.CallToolAsync("list_targets", cancellationToken: Cancel);
        using var watch = campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel);
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
        var taken = await client.CallToolAsync("list_targets", cancellationToken: Cancel);

        Assert.NotEqual(true, free.IsError);
        Assert.Equal(2, free.StructuredContent!.Value.GetProperty("targets").GetArrayLength());
        Assert.True(taken.IsError);
        Assert.Contains("--max-concurrent-calls", Assert.IsType<TextContentBlock>(Assert.Single(taken.Content)).Text, StringComparison.Ordinal);
    }
}
