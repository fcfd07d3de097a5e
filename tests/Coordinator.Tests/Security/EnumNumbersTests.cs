using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Security;

/// <summary>Numbers of enums that gRPC lets through: taken for the default, they would decide something else than was asked.</summary>
public sealed class EnumNumbersTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unknown_graph_optimisation_of_a_device_is_not_taken_for_all()
    {
        var request = Requests.Enrol("enum-device", "token");
        request.Targets[1].GraphOptimization = (GraphOptimization)99;
        await RpcAssert.FailsOnAsync(new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel), "targets[1].graph_optimization");

        request.Targets[1].GraphOptimization = default;
        request.Targets[0].IoMode = (IoMode)7;
        await RpcAssert.FailsOnAsync(new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(request, cancellationToken: Cancel), "targets[0].io_mode");
    }

    [Fact]
    public async Task Unknown_verdict_is_no_filter()
    {
        var message = await RpcAssert.FailsOnAsync(
            new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Verdict = (Verdict)9 }, cancellationToken: Cancel), "verdict");

        Assert.Contains("VERDICT_VALID", message, StringComparison.Ordinal);
        await RpcAssert.FailsOnAsync(
            new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin())
                .CreateSnapshotAsync(new CreateSnapshotRequest { Verdicts = { Verdict.Valid, (Verdict)(-1) } }, cancellationToken: Cancel),
            "verdicts[1]");
    }

    [Fact]
    public async Task Unknown_choice_deep_in_a_message_is_named_by_its_path() =>
        await RpcAssert.FailsOnAsync(
            new CampaignService.CampaignServiceClient(coordinator.AsAdmin())
                .CreateCampaignAsync(
                    new CreateCampaignRequest { Campaign = new Campaign { TargetGrid = new TargetGrid { GraphOptimizations = { GraphOptimization.All, (GraphOptimization)9 } } } }, cancellationToken: Cancel),
            "campaign.target_grid.graph_optimizations[1]");

    [Fact]
    public async Task Precision_of_a_newer_agent_does_not_keep_its_device_out()
    {
        await coordinator.EnrolAsync("enum-newer", request => request.Software.Precisions.Add((Precision)99));

        var device = await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).GetDeviceAsync(new GetDeviceRequest { Name = "devices/enum-newer" }, cancellationToken: Cancel);

        Assert.Equal([Precision.Fp32], device.Device.Software.Precisions);
    }
}
