using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Models;
using LatBench.Prediction.FewShot;
using LatBench.SearchSpaces;
using LatBench.Storage;
using Campaign = LatBench.Storage.Campaigns.Campaign;

namespace LatBench.Coordinator.Predictors;

/// <summary>Chooses what to measure on a target that is not known yet, and has it measured.</summary>
internal sealed class FewShotRequests(IStore store, SearchSpaceRegistry spaces, TargetNames names, PriorTables priors, CampaignPlanner planner)
{
    private const int MaxSamples = 1000;

    /// <summary>The choice, and the campaign where one is asked for.</summary>
    public async Task<ChooseMeasurementsResponse> ChooseAsync(ChooseMeasurementsRequest request, CancellationToken cancellationToken)
    {
        if (Faults(request).ToArray() is { Length: > 0 } faults)
            throw Refusals.InvalidArgument(faults);
        var target = await names.ResolveAsync(request.Target, cancellationToken);
        var space = Space(request);
        var configuration = (request.ModelConfig ?? new ModelConfig()).ToDomain(space);
        var known = await priors.ResolveAsync(request.PriorTargets, space, target, configuration, cancellationToken);
        var response = new ChooseMeasurementsResponse { PriorTargets = { known } };
        if (request.RequestId.Length > 0 && await store.Campaigns.FindByRequestAsync(request.RequestId, cancellationToken) is { } earlier)
        {
            response.Campaign = await DescribeAsync(earlier, cancellationToken);
            response.Architectures.AddRange(response.Campaign.Selection.Architectures?.Architectures ?? []);
            return response;
        }

        response.Architectures.AddRange(await ChooseAsync(request, space, known, configuration, cancellationToken));
        if (request.StartCampaign)
            response.Campaign = await StartAsync(request, space, target, configuration, response.Architectures, cancellationToken);
        return response;
    }

    private async Task<IEnumerable<string>> ChooseAsync(ChooseMeasurementsRequest request, ISearchSpace space, IReadOnlyList<string> known, ModelConfiguration configuration, CancellationToken cancellationToken)
    {
        var devices = new List<DeviceLabels>(known.Count);
        foreach (var target in known)
            devices.Add(new DeviceLabels(target, (await priors.ReadAsync(space, target, configuration, cancellationToken)).Latencies.ToLabels(space)));

        var count = request.Samples == 0 ? DevicePrior.DefaultMeasurements : request.Samples;
        var seed = request.Seed == 0 ? 1 : request.Seed;
        var chosen = await Task.Run(
            () => MeasurementChoices.Choose(space, DevicePrior.Learn(space, devices, cancellationToken: cancellationToken), count, seed, configuration.IsPruned), cancellationToken);
        return chosen.Select(architecture => architecture.ToString());
    }

    private async Task<Contracts.V1.Campaign> StartAsync(
        ChooseMeasurementsRequest request, ISearchSpace space, string target, ModelConfiguration configuration, IEnumerable<string> architectures, CancellationToken cancellationToken)
    {
        var asked = new Contracts.V1.Campaign
        {
            DisplayName = "few-shot choice",
            Selection = new Selection { SearchSpace = space.Name, Architectures = new ArchitectureList { Architectures = { architectures } } },
            ModelConfig = configuration.ToProto(),
            Targets = { target },
            Protocol = request.Protocol,
        };
        var plan = await planner.PlanAsync(asked, request.RequestId, cancellationToken);
        return await DescribeAsync(await store.Campaigns.CreateAsync(plan, cancellationToken), cancellationToken);
    }

    private async Task<Contracts.V1.Campaign> DescribeAsync(Campaign campaign, CancellationToken cancellationToken) =>
        campaign.ToProto(await store.Campaigns.GetProgressAsync(campaign.Id, cancellationToken), await store.Campaigns.ListSkippedAsync(campaign.Id, cancellationToken));

    private ISearchSpace Space(ChooseMeasurementsRequest request) => spaces.TryGet(request.SearchSpace, out var space) ? space : spaces.Default;

    private IEnumerable<(string Field, string Message)> Faults(ChooseMeasurementsRequest request)
    {
        if (request.RequestId.Length > 100)
            yield return ("request_id", "The request id is at most 100 characters.");
        if (request.Target.Length == 0)
            yield return ("target", "The request names no target: give its slug or the name of a device; 'latbench devices list' shows them.");
        if (request.Samples != 0 && request.Samples is < DevicePrior.MinimumMeasurements or > MaxSamples)
            yield return ("samples", $"A choice of {request.Samples} architectures is out of range: {DevicePrior.MinimumMeasurements} to {MaxSamples}, or 0 for {DevicePrior.DefaultMeasurements}.");
        if (request.SearchSpace.Length > 0 && !spaces.TryGet(request.SearchSpace, out _))
            yield return ("search_space", spaces.Unknown(request.SearchSpace));
        foreach (var fault in request.ModelConfig.Validate(Space(request), "model_config"))
            yield return fault;
    }
}
