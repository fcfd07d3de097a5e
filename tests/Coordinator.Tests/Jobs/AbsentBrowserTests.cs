using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Jobs;

/// <summary>A browser that leaves for ever holds no campaign up; an installed agent is waited for.</summary>
public sealed class AbsentBrowserTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Campaign_of_a_browser_that_left_ends_with_the_reason_and_that_of_an_agent_goes_on()
    {
        await using var coordinator = new RunningCoordinator { Change = options => options with { BrowserTimeout = TimeSpan.FromSeconds(1) } };
        await coordinator.InitializeAsync();
        await coordinator.EnrolAsync("phone", request => request.Software.Browser = "Firefox 140");
        await coordinator.EnrolAsync("board");
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var board = await campaigns.CreateCampaignAsync(Requests.Campaign("board/ort-1.31.1/cpu/t1", Requests.Skip), cancellationToken: Cancel);
        var phone = await campaigns.CreateCampaignAsync(Requests.Campaign("phone/ort-1.31.1/cpu/t1", Requests.Skip), cancellationToken: Cancel);

        using var watch = campaigns.WatchCampaign(new WatchCampaignRequest { Name = phone.Campaign.Name }, cancellationToken: Cancel);
        var last = phone.Campaign;
        while (await watch.ResponseStream.MoveNext(Cancel))
            last = watch.ResponseStream.Current.Campaign;

        Assert.Equal((CampaignState.Succeeded, 1), (last.State, last.Progress.Failed));
        var measurement = Assert.Single((await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(
            new ListMeasurementsRequest { Campaign = phone.Campaign.Name }, cancellationToken: Cancel)).Measurements);
        Assert.Equal(FailureReason.DeviceAbsent, measurement.FailureReason);
        Assert.Contains("open its page again", measurement.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(CampaignState.Running, (await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = board.Campaign.Name }, cancellationToken: Cancel)).Campaign.State);
    }
}
