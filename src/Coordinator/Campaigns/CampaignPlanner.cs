using Google.Protobuf;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Artifacts;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.UploadedModels;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Campaigns;
using Campaign = LatBench.Contracts.V1.Campaign;
using Target = LatBench.Storage.Devices.Target;
using UploadedModel = LatBench.Storage.Models.UploadedModel;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Turns a campaign as it was asked for into one that can start: architectures, models, targets, protocol.</summary>
internal sealed class CampaignPlanner(IStore store, IArtifactStore artifacts, SearchSpaceRegistry spaces, UploadedSelections uploaded, TimeProvider time)
{
    private const int MaxDisplayName = 200;

    private readonly TargetResolver _targets = new(store.Devices);

    /// <summary>The plan; the graphs of its models are stored.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault.</exception>
    /// <exception cref="StorageException">The place of artefacts cannot be written.</exception>
    public async Task<NewCampaign> PlanAsync(Campaign? campaign, string requestId, CancellationToken cancellationToken, IProgress<PlanningProgress>? progress = null)
    {
        var (asked, selection, protocol, targets) = await CheckAsync(campaign, cancellationToken);
        var (selected, models) = await selection.ExportAsync(new GraphPacking(store.Models, artifacts), targets.Count, progress, cancellationToken);
        return new NewCampaign
        {
            RequestId = requestId.Length == 0 ? null : requestId,
            DisplayName = asked.DisplayName,
            Request = JsonFormatter.Default.Format(asked),
            Protocol = protocol,
            Targets = [.. targets.Select(t => t.Slug)],
            Architectures = selected,
            Models = models,
            Remeasure = asked.Remeasure,
            Profile = asked.Profile,
            Storing = progress is null ? null : new StoringReports(progress, models.Count * targets.Count),
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>The campaign as it would start, with the counts that are known before its models are made. Nothing is stored.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault.</exception>
    public async Task<Campaign> PreviewAsync(Campaign? campaign, CancellationToken cancellationToken)
    {
        var (asked, selection, protocol, targets) = await CheckAsync(campaign, cancellationToken);
        var (models, skipped) = (selection.CountModels(), selection.ListSkipped());
        asked.Targets.AddRange(targets.Select(target => target.Slug));
        asked.Protocol = protocol.ToProto();
        asked.Progress = new Contracts.V1.CampaignProgress
        {
            Architectures = selection.CountArchitectures(),
            Unmeasurable = skipped.Count,
            Models = models,
            Measurements = models * targets.Count,
            Pending = models * targets.Count,
            JobsOpen = (int)Math.Min(int.MaxValue, (long)models * targets.Count * protocol.MinPasses),
        };
        asked.Skipped.AddRange(skipped.Select(CampaignMapping.ToProto));
        return asked;
    }

    /// <summary>The parts of a campaign that has no fault; what was asked with defaults filled in.</summary>
    private async Task<(Campaign Asked, ICampaignModels Selection, MeasurementProtocol Protocol, IReadOnlyList<Target> Targets)> CheckAsync(Campaign? campaign, CancellationToken cancellationToken)
    {
        campaign ??= new Campaign();
        var faults = new CampaignFaults();
        if (campaign.DisplayName.Length > MaxDisplayName || campaign.DisplayName.Any(char.IsControl))
            faults.Add("display_name", $"The display name is at most {MaxDisplayName} characters without control characters.");
        var selection = await ReadSelectionAsync(campaign, faults, cancellationToken);
        var protocol = ReadProtocol(campaign.Protocol, faults);
        var targets = await _targets.ResolveAsync(campaign, selection, faults, cancellationToken);
        if (!faults.Any && (selection.WhyNothing() ?? CampaignSize.WhyTooLarge(selection, targets.Count)) is { } reason)
            faults.Add("selection", reason);
        if (faults.Any)
            throw Refusals.InvalidArgument(faults.All);
        return (AsAsked(campaign, selection), selection, protocol, targets);
    }

    private async Task<ICampaignModels> ReadSelectionAsync(Campaign campaign, CampaignFaults faults, CancellationToken cancellationToken)
    {
        if (campaign.Selection?.SearchSpace == UploadedModel.SearchSpace)
            return await uploaded.ReadAsync(campaign, faults, cancellationToken);
        var (space, architectures) = SelectionResolver.Resolve(campaign.Selection, spaces, faults);
        return new ModelGrid(space, architectures, CampaignConfigurations.Read(campaign, space, faults));
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

    /// <summary>Returns the part of the request that is stored: its input fields, defaults filled in.</summary>
    private static Campaign AsAsked(Campaign campaign, ICampaignModels selection)
    {
        var asked = new Campaign
        {
            DisplayName = campaign.DisplayName,
            Selection = campaign.Selection.Clone(),
            ModelConfig = selection.Configurations[0],
            ModelConfigs = { selection.Configurations },
            Remeasure = campaign.Remeasure,
            Profile = campaign.Profile,
        };
        asked.Selection.SearchSpace = selection.SearchSpace;
        return asked;
    }

    private sealed class StoringReports(IProgress<PlanningProgress> progress, int measurements) : IProgress<CampaignStoring>
    {
        public void Report(CampaignStoring value) => progress.Report(new PlanningProgress(PlanningStage.Storing, value.Stored, value.Total, measurements));
    }
}
