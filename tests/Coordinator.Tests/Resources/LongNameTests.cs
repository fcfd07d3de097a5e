using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Resources;

/// <summary>Names of 5,000 characters are refused in a short sentence, on their field, and change nothing.</summary>
public sealed class LongNameTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private const int MaxSentence = 400;

    private static readonly string Long = new('x', 5_000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_of_new_things_are_refused()
    {
        var admin = coordinator.AsAdmin();
        var tokens = new TokenService.TokenServiceClient(admin);
        var enrolment = (await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: Cancel)).Secret;
        var enrol = Requests.Enrol(Long, enrolment);
        enrol.RequestId = "enrol-long";
        var campaign = Requests.Campaign("lab", Requests.Skip);
        campaign.Campaign.DisplayName = Long;
        var table = new ImportMeasurementsRequest { Target = Long, ModelConfig = new ModelConfig() };
        table.Latencies.Add(new ArchitectureLatency { Architecture = Requests.Skip, LatencyMs = 1 });

        string[] sentences =
        [
            await RpcAssert.FailsOnAsync(
                new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(enrol, cancellationToken: Cancel), "device_id"),
            await RpcAssert.FailsOnAsync(
                tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer, Description = Long }, cancellationToken: Cancel), "description"),
            await RpcAssert.FailsAsync(
                StatusCode.InvalidArgument, new CampaignService.CampaignServiceClient(admin).CreateCampaignAsync(campaign, cancellationToken: Cancel)),
            await RpcAssert.FailsAsync(
                StatusCode.InvalidArgument, new MeasurementService.MeasurementServiceClient(admin).ImportMeasurementsAsync(table, cancellationToken: Cancel)),
        ];

        Assert.All(sentences, sentence => Assert.InRange(sentence.Length, 1, MaxSentence));
        Assert.Empty((await new DeviceService.DeviceServiceClient(admin).ListDevicesAsync(new(), cancellationToken: Cancel)).Devices);
        Assert.Empty((await new CampaignService.CampaignServiceClient(admin).ListCampaignsAsync(new(), cancellationToken: Cancel)).Campaigns);
    }

    [Fact]
    public async Task Names_that_are_looked_up_are_refused()
    {
        var admin = coordinator.AsAdmin();

        string[] sentences =
        [
            await RpcAssert.FailsOnAsync(
                new DeviceService.DeviceServiceClient(admin).GetDeviceAsync(new GetDeviceRequest { Name = "devices/" + Long }, cancellationToken: Cancel), "name"),
            await RpcAssert.FailsOnAsync(
                new CampaignService.CampaignServiceClient(admin).GetCampaignAsync(new GetCampaignRequest { Name = "campaigns/" + Long }, cancellationToken: Cancel), "name"),
            await RpcAssert.FailsOnAsync(
                new SnapshotService.SnapshotServiceClient(admin).GetSnapshotAsync(new GetSnapshotRequest { Name = "snapshots/" + Long }, cancellationToken: Cancel), "name"),
        ];

        Assert.All(sentences, sentence => Assert.InRange(sentence.Length, 1, MaxSentence));
    }
}
