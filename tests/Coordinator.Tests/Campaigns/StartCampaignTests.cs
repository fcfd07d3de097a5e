using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Campaigns;

public sealed class StartCampaignTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task StartCampaign_tells_how_far_it_is_and_ends_with_the_campaign()
    {
        await coordinator.EnrolAsync("planned");
        var request = new StartCampaignRequest
        {
            Campaign = new Campaign { Selection = new Selection { Sample = new RandomSample { Count = 250, Seed = 1 } }, Targets = { "planned" } },
            RequestId = "planned once",
        };

        var steps = await ReadAsync(request);

        var campaign = steps[^1].Campaign;
        Assert.Equal(250, campaign.Progress.Measurements);
        var planning = steps.SkipLast(1).Select(step => step.Planning).ToArray();
        Assert.Equal(PlanningStage.Storing, planning[^1].Stage);
        Assert.Equal((250 * 6, 250 * 6, 250), (planning[^1].Done, planning[^1].Total, planning[^1].Measurements));
        Assert.Equal(planning.OrderBy(step => (step.Stage, step.Done)), planning);

        var again = Assert.Single(await ReadAsync(request));
        Assert.Equal(campaign.Name, again.Campaign.Name);
        var created = await Campaigns.CreateCampaignAsync(new CreateCampaignRequest { Campaign = request.Campaign, RequestId = request.RequestId }, cancellationToken: Cancel);
        Assert.Equal(campaign.Name, created.Campaign.Name);
    }

    [Fact]
    public async Task StartCampaign_refuses_with_the_fields_and_starts_nothing()
    {
        using var call = Campaigns.StartCampaign(new StartCampaignRequest(), cancellationToken: Cancel);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(["campaign.selection", "campaign.targets"], error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(violation => violation.Field));
    }

    private async Task<List<StartCampaignResponse>> ReadAsync(StartCampaignRequest request)
    {
        using var call = Campaigns.StartCampaign(request, cancellationToken: Cancel);
        var steps = new List<StartCampaignResponse>();
        await foreach (var step in call.ResponseStream.ReadAllAsync(Cancel))
            steps.Add(step);
        return steps;
    }
}
