using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Campaigns;

/// <summary>Campaigns over combinations of targets and model configurations.</summary>
public sealed class CampaignGridTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CampaignService.CampaignServiceClient Campaigns => new(coordinator.AsAdmin());

    [Fact]
    public async Task Every_architecture_is_measured_in_every_configuration_on_every_target()
    {
        await EnrolAsync("grid-all");
        var request = Requests.Campaign("grid-all", Requests.Skip, Requests.Conv3x3Everywhere, Requests.Unreachable);
        request.Campaign.Targets.Clear();
        request.Campaign.TargetGrid = new TargetGrid { Devices = { "devices/grid-all" }, Threads = { 1, 2, 1 }, GraphOptimizations = { GraphOptimization.All, GraphOptimization.Basic } };
        request.Campaign.ModelConfigs.AddRange(
        [
            new ModelConfig { Precision = Precision.Fp32, Batch = 1 },
            new ModelConfig { Precision = Precision.Int8, Batch = 8 },
            new ModelConfig { Batch = 1 },
        ]);

        var campaign = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal(
            ["grid-all/ort-1.31.1/cpu/t1", "grid-all/ort-1.31.1/cpu/t2", "grid-all/ort-1.31.1/cpu/t1-basic", "grid-all/ort-1.31.1/cpu/t2-basic"],
            campaign.Targets);
        Assert.Equal((3, 1, 4, 16), (campaign.Progress.Architectures, campaign.Progress.Unmeasurable, campaign.Progress.Models, campaign.Progress.Measurements));
        Assert.Single(campaign.Skipped);
        Assert.Equal(
            [
                new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned },
                new ModelConfig { Dataset = Dataset.Cifar100, Batch = 8, Precision = Precision.Int8, GraphVariant = GraphVariant.Pruned },
            ],
            campaign.ModelConfigs);
        Assert.Equal(campaign.ModelConfigs[0], campaign.ModelConfig);
        Assert.Null(campaign.TargetGrid);
    }

    [Fact]
    public async Task Named_targets_and_grid_add_up()
    {
        await EnrolAsync("grid-both");
        var request = Requests.Campaign("grid-both/ort-1.31.1/cpu/t2-basic", Requests.Skip);
        request.Campaign.TargetGrid = new TargetGrid { Devices = { "grid-both" } };

        var campaign = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal(["grid-both/ort-1.31.1/cpu/t2-basic", "grid-both/ort-1.31.1/cpu/t1"], campaign.Targets);
    }

    [Fact]
    public async Task More_threads_than_the_device_has_are_refused_with_what_is_possible()
    {
        await EnrolAsync("grid-threads");

        var message = await RefusedAsync(
            "grid-threads", campaign => campaign.TargetGrid = new TargetGrid { Devices = { "grid-threads" }, Threads = { 1, 64, 0 } }, "campaign.target_grid.threads");

        Assert.Equal("The device grid-threads does not run 64, 0 threads with cpu: it runs 1, 2.", message);
    }

    [Fact]
    public async Task Level_that_the_device_lacks_is_refused_with_what_is_possible()
    {
        await EnrolAsync("grid-level");

        var message = await RefusedAsync(
            "grid-level",
            campaign => campaign.TargetGrid = new TargetGrid { Devices = { "grid-level" }, GraphOptimizations = { GraphOptimization.Disabled, GraphOptimization.Extended } },
            "campaign.target_grid.graph_optimizations");

        Assert.Equal("The device grid-level does not run graph optimisation disabled, extended with cpu: it runs all, basic.", message);
    }

    [Fact]
    public async Task Combination_that_the_device_lacks_is_refused_with_what_is_possible()
    {
        await coordinator.EnrolAsync("grid-sparse", request => request.Targets[1].GraphOptimization = GraphOptimization.Basic);

        var message = await RefusedAsync(
            "grid-sparse",
            campaign => campaign.TargetGrid = new TargetGrid { Devices = { "grid-sparse" }, Threads = { 2 }, GraphOptimizations = { GraphOptimization.All } },
            "campaign.target_grid");

        Assert.Contains("grid-sparse/ort-1.31.1/cpu/t2-basic", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Precision_that_the_device_lacks_is_refused_with_what_is_possible()
    {
        await EnrolAsync("grid-precision");

        var message = await RefusedAsync(
            "grid-precision",
            campaign =>
            {
                campaign.TargetGrid = new TargetGrid { Devices = { "grid-precision" } };
                campaign.ModelConfigs.Add(new ModelConfig { Precision = Precision.Fp16 });
                campaign.ModelConfigs.Add(new ModelConfig { Precision = Precision.Int8 });
            },
            "campaign.target_grid.devices[0]");

        Assert.Equal("The device grid-precision does not run fp16: it runs fp32, int8.", message);
    }

    [Fact]
    public async Task Grid_without_a_device_and_unknown_devices_are_named()
    {
        await EnrolAsync("grid-unknown");
        await RefusedAsync("grid-unknown", campaign => campaign.TargetGrid = new TargetGrid { Threads = { 1 } }, "campaign.target_grid.devices");
        await RefusedAsync("grid-unknown", campaign => campaign.TargetGrid = new TargetGrid { Devices = { "absent" } }, "campaign.target_grid.devices[0]");
    }

    [Fact]
    public async Task Grid_too_large_is_refused_with_the_count()
    {
        await EnrolAsync("grid-large");

        var message = await RefusedAsync(
            "grid-large",
            campaign =>
            {
                campaign.Selection = new Selection { WholeSpace = new WholeSpace() };
                campaign.TargetGrid = new TargetGrid { Devices = { "grid-large" }, Threads = { 1, 2 } };
                campaign.ModelConfigs.AddRange(Enumerable.Range(1, 12).Select(batch => new ModelConfig { Batch = batch }));
            },
            "campaign.selection");

        Assert.Equal(
            "The grid is too large: 113328 models on 2 targets are 226656 measurements, and a campaign takes at most 100000; take fewer architectures or combinations, or split it.",
            message);
    }

    [Fact]
    public async Task Configurations_are_refused_by_their_place()
    {
        await EnrolAsync("grid-configurations");

        await RefusedAsync(
            "grid-configurations",
            campaign => campaign.ModelConfigs.AddRange([new ModelConfig(), new ModelConfig { Batch = 5000 }, new ModelConfig { Batch = -1 }]),
            "campaign.model_configs[1].batch", "campaign.model_configs[2].batch");
        await RefusedAsync(
            "grid-configurations", campaign => campaign.ModelConfigs.AddRange([new ModelConfig(), new ModelConfig { Precision = (Precision)9 }]), "campaign.model_configs[1].precision");
        await RefusedAsync(
            "grid-configurations", campaign => campaign.ModelConfigs.AddRange(Enumerable.Range(1, 1001).Select(batch => new ModelConfig { Batch = batch })), "campaign.model_configs");
    }

    [Fact]
    public async Task Budgets_of_zero_and_error_targets_beyond_reach_are_refused_by_name()
    {
        await EnrolAsync("grid-budget");

        await RefusedAsync(
            "grid-budget",
            campaign => campaign.Protocol = new Protocol
            {
                MinPasses = -1,
                MaxPasses = -1,
                MaxRelativeError = 0.00001,
                MinBlockDuration = new Duration(),
                MinBlockSamples = -1,
                MaxWarmUpInferences = -1,
                ModelTimeout = new Duration(),
            },
            "campaign.protocol.min_passes", "campaign.protocol.max_passes", "campaign.protocol.max_relative_error", "campaign.protocol.min_block_duration",
            "campaign.protocol.min_block_samples", "campaign.protocol.max_warm_up_inferences", "campaign.protocol.model_timeout");
        await RefusedAsync("grid-budget", campaign => campaign.Protocol = new Protocol { MaxRelativeError = 1 }, "campaign.protocol.max_relative_error");
    }

    [Fact]
    public async Task Taking_over_keeps_to_the_model_and_the_target()
    {
        var jobs = new JobService.JobServiceClient(await EnrolAsync("grid-reuse"));
        await Campaigns.CreateCampaignAsync(Requests.Campaign("grid-reuse", Requests.Skip), cancellationToken: Cancel);
        for (var pass = 1; pass <= 2; pass++)
        {
            var lease = (await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/grid-reuse", MaxJobs = 1 }, cancellationToken: Cancel)).Leases[0];
            await jobs.CompleteJobAsync(Requests.Complete("devices/grid-reuse", lease, 1_000_000, 1_000_100), cancellationToken: Cancel);
        }

        var request = Requests.Campaign("grid-reuse", Requests.Skip);
        request.Campaign.TargetGrid = new TargetGrid { Devices = { "grid-reuse" }, Threads = { 1, 2 } };
        request.Campaign.ModelConfigs.AddRange([new ModelConfig(), new ModelConfig { Batch = 8 }, new ModelConfig { Precision = Precision.Int8 }]);
        var campaign = (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign;

        Assert.Equal((6, 1, 5), (campaign.Progress.Measurements, campaign.Progress.Reused, campaign.Progress.Pending));
        var reused = Assert.Single((await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin())
            .ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign.Name }, cancellationToken: Cancel)).Measurements, m => m.ReusedFrom.Length > 0);
        Assert.Equal(("grid-reuse/ort-1.31.1/cpu/t1", 1, Precision.Fp32), (reused.Target, reused.ModelConfig.Batch, reused.ModelConfig.Precision));
    }

    /// <summary>A device with 1 and 2 threads at the levels all and basic, which runs fp32 and int8.</summary>
    private Task<CallInvoker> EnrolAsync(string device) => coordinator.EnrolAsync(device, request =>
    {
        request.Software.Precisions.Add(Precision.Int8);
        foreach (var target in request.Targets.Select(target => target.Clone()).ToArray())
        {
            target.GraphOptimization = GraphOptimization.Basic;
            request.Targets.Add(target);
        }
    });

    /// <summary>The campaign is refused on exactly these fields, and nothing is created; returns the sentence.</summary>
    private async Task<string> RefusedAsync(string device, Action<Campaign> change, params string[] fields)
    {
        var request = Requests.Campaign(device, Requests.Skip);
        change(request.Campaign);
        if (request.Campaign.TargetGrid is not null)
            request.Campaign.Targets.Clear();
        request.Campaign.DisplayName = "refused";
        var message = await RpcAssert.FailsOnAsync(Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel), fields);
        var campaigns = (await Campaigns.ListCampaignsAsync(new ListCampaignsRequest { PageSize = 500 }, cancellationToken: Cancel)).Campaigns;
        Assert.DoesNotContain("refused", campaigns.Select(campaign => campaign.DisplayName));
        return message;
    }
}
