using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Campaigns;

public sealed class CampaignServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task Unreachable_architecture_is_reported_and_skipped_the_rest_is_measured()
    {
        await coordinator.EnrolAsync("skipping");

        var campaign = (await Campaigns.CreateCampaignAsync(
            Requests.Campaign("skipping", Requests.Skip, Requests.Unreachable, Requests.Conv3x3Everywhere), cancellationToken: Cancel)).Campaign;

        var skipped = Assert.Single(campaign.Skipped);
        Assert.Equal(Requests.Unreachable, skipped.Architecture);
        Assert.Contains("no path from input to output", skipped.Reason, StringComparison.Ordinal);
        Assert.Equal((3, 1, 2, 2), (campaign.Progress.Architectures, campaign.Progress.Unmeasurable, campaign.Progress.Models, campaign.Progress.Measurements));
        Assert.Equal(CampaignState.Running, campaign.State);
        Assert.Equal(["skipping/ort-1.31.1/cpu/t1"], campaign.Targets);
    }

    [Fact]
    public async Task Architectures_with_one_effective_cell_share_a_model()
    {
        await coordinator.EnrolAsync("sharing");
        const string deadEdge = "|none~0|+|nor_conv_3x3~0|none~1|+|skip_connect~0|none~1|none~2|";

        var campaign = (await Campaigns.CreateCampaignAsync(Requests.Campaign("sharing", Requests.Skip, deadEdge), cancellationToken: Cancel)).Campaign;

        Assert.Equal((2, 1), (campaign.Progress.Architectures, campaign.Progress.Models));
    }

    [Fact]
    public async Task Nothing_but_unreachable_architectures_is_a_campaign_with_nothing_to_do()
    {
        await coordinator.EnrolAsync("idle");

        var message = await RpcAssert.FailsOnAsync(
            Campaigns.CreateCampaignAsync(Requests.Campaign("idle", Requests.Unreachable), cancellationToken: Cancel), "campaign.selection");

        Assert.Contains("nothing to measure", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_campaign_names_every_missing_part() =>
        await RpcAssert.FailsOnAsync(Campaigns.CreateCampaignAsync(new CreateCampaignRequest(), cancellationToken: Cancel), "campaign.selection", "campaign.targets");

    [Fact]
    public async Task Malformed_architecture_names_its_field_and_position()
    {
        await coordinator.EnrolAsync("malformed");

        var message = await RpcAssert.FailsOnAsync(
            Campaigns.CreateCampaignAsync(Requests.Campaign("malformed", Requests.Skip, "|nor_conv_5x5~0|"), cancellationToken: Cancel),
            "campaign.selection.architectures.architectures[1]");

        Assert.Contains("position", message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Unknown_device_and_unserved_target_are_named()
    {
        await coordinator.EnrolAsync("known");
        var request = Requests.Campaign("unknown", Requests.Skip);
        request.Campaign.Targets.Add("known/ort-1.31.1/cpu/t64");

        var message = await RpcAssert.FailsOnAsync(Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel), "campaign.targets[0]", "campaign.targets[1]");

        Assert.Contains("known/ort-1.31.1/cpu/t2", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_and_protocol_out_of_range_are_named()
    {
        await coordinator.EnrolAsync("ranges");
        var request = Requests.Campaign("ranges", Requests.Skip);
        request.Campaign.ModelConfig = new ModelConfig { Batch = -1 };
        request.Campaign.Protocol = new Protocol { MinPasses = 1, MaxRelativeError = -0.5, Name = "latbench/9" };

        await RpcAssert.FailsOnAsync(
            Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel),
            "campaign.model_config.batch", "campaign.protocol.name", "campaign.protocol.min_passes", "campaign.protocol.max_relative_error");
    }

    [Fact]
    public async Task Precision_that_the_device_does_not_run_is_refused()
    {
        await coordinator.EnrolAsync("precise");
        var request = Requests.Campaign("precise", Requests.Skip);
        request.Campaign.ModelConfig = new ModelConfig { Precision = Precision.Int8 };

        await RpcAssert.FailsOnAsync(Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel), "campaign.targets[0]");
    }

    [Fact]
    public async Task Draining_device_is_refused_until_it_is_resumed()
    {
        await coordinator.EnrolAsync("drained");
        var devices = new DeviceService.DeviceServiceClient(coordinator.AsAdmin());
        await devices.DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/drained" }, cancellationToken: Cancel);

        var message = await RpcAssert.FailsOnAsync(Campaigns.CreateCampaignAsync(Requests.Campaign("drained", Requests.Skip), cancellationToken: Cancel), "campaign.targets[0]");
        Assert.Contains("drained is draining and gets no new jobs: let it take work again with 'latbench devices resume drained'", message, StringComparison.Ordinal);

        await devices.ResumeDeviceAsync(new ResumeDeviceRequest { Name = "devices/drained" }, cancellationToken: Cancel);
        await Campaigns.CreateCampaignAsync(Requests.Campaign("drained", Requests.Skip), cancellationToken: Cancel);
    }

    [Fact]
    public async Task Sample_is_seeded_and_its_cells_are_distinct()
    {
        await coordinator.EnrolAsync("sampled");
        var request = Requests.Campaign("sampled");
        request.Campaign.Selection = new Selection { Sample = new RandomSample { Count = 40, Seed = 7 } };

        var campaign = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal((40, 40), (campaign.Progress.Architectures, campaign.Progress.Models));
    }

    [Fact]
    public async Task Validating_only_tells_what_would_be_measured_and_starts_nothing()
    {
        await coordinator.EnrolAsync("previewed");
        var request = Requests.Campaign("previewed", Requests.Skip, Requests.Unreachable, Requests.Conv3x3Everywhere);
        request.Campaign.Targets.Add("previewed/ort-1.31.1/cpu/t2");
        request.Campaign.ModelConfigs.AddRange([new ModelConfig { Batch = 1 }, new ModelConfig { Batch = 8 }]);
        request.RequestId = "preview";
        request.ValidateOnly = true;

        var plan = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal(("", CampaignState.Unspecified), (plan.Name, plan.State));
        Assert.Equal((3, 1, 4, 8, 16), (plan.Progress.Architectures, plan.Progress.Unmeasurable, plan.Progress.Models, plan.Progress.Measurements, plan.Progress.JobsOpen));
        Assert.Equal(["previewed/ort-1.31.1/cpu/t1", "previewed/ort-1.31.1/cpu/t2"], plan.Targets);
        Assert.Equal(Requests.Unreachable, Assert.Single(plan.Skipped).Architecture);
        Assert.Equal((2, "nas-bench-201"), (plan.Protocol.MinPasses, plan.Selection.SearchSpace));
        Assert.DoesNotContain((await Campaigns.ListCampaignsAsync(new ListCampaignsRequest(), cancellationToken: Cancel)).Campaigns, campaign => campaign.Targets.Any(target => target.StartsWith("previewed/", StringComparison.Ordinal)));

        request.ValidateOnly = false;
        var started = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal((plan.Progress.Models, plan.Progress.Measurements), (started.Progress.Models, started.Progress.Measurements));
    }

    [Fact]
    public async Task Validating_only_names_every_field_at_fault() =>
        await RpcAssert.FailsOnAsync(
            Campaigns.CreateCampaignAsync(new CreateCampaignRequest { Campaign = new Campaign { Protocol = new Protocol { MinPasses = 1 } }, ValidateOnly = true }, cancellationToken: Cancel),
            "campaign.selection", "campaign.protocol.min_passes", "campaign.targets");

    [Fact]
    public async Task Same_request_id_gives_the_same_campaign()
    {
        await coordinator.EnrolAsync("idempotent");
        var request = Requests.Campaign("idempotent", Requests.Skip);
        request.RequestId = "submit-1";

        var first = await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel);
        var second = await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel);

        Assert.Equal(first.Campaign.Name, second.Campaign.Name);
    }

    [Fact]
    public async Task Cancelled_campaign_ends_for_its_watcher_and_stays_cancelled()
    {
        await coordinator.EnrolAsync("cancelled");
        var campaign = (await Campaigns.CreateCampaignAsync(Requests.Campaign("cancelled", Requests.Skip), cancellationToken: Cancel)).Campaign;
        using var watch = Campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel);
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));

        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel);
        var again = await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign.Name }, cancellationToken: Cancel);

        var last = watch.ResponseStream.Current.Campaign;
        await foreach (var update in watch.ResponseStream.ReadAllAsync(Cancel))
            last = update.Campaign;
        Assert.Equal((CampaignState.Cancelled, CampaignState.Cancelled), (last.State, again.Campaign.State));
        Assert.Equal(0, last.Progress.JobsOpen);
    }

    [Fact]
    public async Task Unknown_campaign_is_not_found() =>
        await RpcAssert.FailsAsync(StatusCode.NotFound, Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = "campaigns/424242" }, cancellationToken: Cancel));
}
