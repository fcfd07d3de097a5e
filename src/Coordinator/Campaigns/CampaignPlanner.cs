using Google.Protobuf;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Artifacts;
using LatBench.Coordinator.Errors;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.SearchSpace.NasBench201;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Models;
using Campaign = LatBench.Contracts.V1.Campaign;
using Dataset = LatBench.Contracts.V1.Dataset;
using GraphVariant = LatBench.Contracts.V1.GraphVariant;
using Precision = LatBench.Contracts.V1.Precision;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Turns a campaign as it was asked for into one that can start: architectures, models, targets, protocol.</summary>
internal sealed class CampaignPlanner(IStore store, TimeProvider time)
{
    private const int MaxDisplayName = 200;
    private const int MaxBatch = 4096;

    private readonly TargetResolver _targets = new(store.Devices);

    /// <summary>The plan.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with every fault.</exception>
    public async Task<NewCampaign> PlanAsync(Campaign? campaign, string requestId, CancellationToken cancellationToken)
    {
        campaign ??= new Campaign();
        var faults = new CampaignFaults();
        if (campaign.DisplayName.Length > MaxDisplayName || campaign.DisplayName.Any(char.IsControl))
            faults.Add("display_name", $"The display name is at most {MaxDisplayName} characters without control characters.");

        var architectures = SelectionResolver.Resolve(campaign.Selection, faults);
        var config = ReadConfig(campaign.ModelConfig, faults);
        var protocol = ReadProtocol(campaign.Protocol, faults);
        var targets = await _targets.ResolveAsync(campaign.Targets, config.Precision.ToDomain().Name(), faults, cancellationToken);
        if (!faults.Any && architectures.All(a => !a.EffectiveCell.IsReachable))
            faults.Add("selection", $"None of the {architectures.Count} selected architectures has a path from input to output: there is nothing to measure.");
        if (faults.Any)
            throw RpcErrors.InvalidArgument(faults.All);

        var (selected, models) = Export(architectures, config, cancellationToken);
        return new NewCampaign
        {
            RequestId = requestId.Length == 0 ? null : requestId,
            DisplayName = campaign.DisplayName,
            Request = JsonFormatter.Default.Format(AsAsked(campaign, config)),
            Protocol = protocol,
            Targets = [.. targets.Select(t => t.Slug)],
            Architectures = selected,
            Models = models,
            Remeasure = campaign.Remeasure,
            Now = time.GetUtcNow(),
        };
    }

    private static (IReadOnlyList<CampaignArchitecture> Selected, IReadOnlyList<Model> Models) Export(
        IReadOnlyList<Architecture> architectures, ModelConfig config, CancellationToken cancellationToken)
    {
        var models = new Dictionary<ModelSpec, Model>();
        var selected = new List<CampaignArchitecture>(architectures.Count);
        foreach (var architecture in architectures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = architecture.ToString();
            if (!architecture.EffectiveCell.IsReachable)
            {
                selected.Add(new CampaignArchitecture(name, null, "It has no path from input to output: its output does not depend on its input, and there is nothing to measure."));
                continue;
            }

            var spec = Spec(architecture, config);
            if (!models.TryGetValue(spec, out var model))
                models.Add(spec, model = ModelExports.Describe(spec));
            selected.Add(new CampaignArchitecture(name, model.Sha256, null));
        }

        return (selected, [.. models.Values]);
    }

    private static ModelSpec Spec(Architecture architecture, ModelConfig config) => new(architecture)
    {
        Dataset = config.Dataset.ToDomain(),
        Batch = config.Batch,
        Precision = config.Precision.ToDomain(),
        Variant = config.GraphVariant.ToDomain(),
    };

    /// <summary>The config with its defaults filled in; an unknown value of an enum becomes its default, with a fault.</summary>
    private static ModelConfig ReadConfig(ModelConfig? asked, CampaignFaults faults)
    {
        var config = asked?.Clone() ?? new ModelConfig();
        if (!Enum.IsDefined(config.Dataset))
            faults.Add("model_config.dataset", $"The dataset is not known here: use {string.Join(", ", Datasets.Names)}.");
        if (!Enum.IsDefined(config.Precision))
            faults.Add("model_config.precision", $"The precision is not known here: use {string.Join(", ", ModelNames.Precisions)}.");
        if (!Enum.IsDefined(config.GraphVariant))
            faults.Add("model_config.graph_variant", $"The graph variant is not known here: use {string.Join(", ", ModelNames.Variants)}.");
        if (faults.Any)
            return new ModelConfig();

        config.Dataset = config.Dataset == Dataset.Unspecified ? Dataset.Cifar100 : config.Dataset;
        config.Batch = config.Batch == 0 ? 1 : config.Batch;
        config.Precision = config.Precision == Precision.Unspecified ? Precision.Fp32 : config.Precision;
        config.GraphVariant = config.GraphVariant == GraphVariant.Unspecified ? GraphVariant.Pruned : config.GraphVariant;
        if (config.Batch > MaxBatch)
            faults.Add("model_config.batch", $"A batch of {config.Batch} is out of range: 1 to {MaxBatch}.");
        else if (Spec(Space.Measurable[0], config).Check() is { } error)
            faults.Add("model_config.batch", error.Message);

        return config;
    }

    private static MeasurementProtocol ReadProtocol(Protocol? message, CampaignFaults faults)
    {
        if (message is { Name: not ("" or MeasurementProtocol.Name) })
            faults.Add("protocol.name", $"The protocol '{message.Name}' is not known here: use {MeasurementProtocol.Name}.");
        if (!ProtocolMapping.HasReadableDurations(message))
        {
            faults.Add("protocol", "A duration of the protocol is out of range.");
            return new MeasurementProtocol();
        }

        var protocol = message.ToDomain();
        foreach (var violation in ProtocolValidator.Validate(protocol))
            faults.Add($"protocol.{violation.Field}", violation.Message);

        return protocol;
    }

    /// <summary>What is written down of the request: its input fields, defaults filled in.</summary>
    private static Campaign AsAsked(Campaign campaign, ModelConfig config)
    {
        var asked = new Campaign
        {
            DisplayName = campaign.DisplayName,
            Selection = campaign.Selection.Clone(),
            ModelConfig = config,
            Remeasure = campaign.Remeasure,
        };
        asked.Selection.SearchSpace = Space.Name;
        return asked;
    }
}
