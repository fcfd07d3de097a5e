using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Artifacts;
using LatBench.Exporter;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Architectures × model configurations: the models of a campaign.</summary>
internal sealed class ModelGrid(ISearchSpace space, IReadOnlyList<Architecture> architectures, IReadOnlyList<ModelConfiguration> configurations) : ICampaignModels
{
    private const int ReportEvery = 100;

    /// <inheritdoc/>
    public string SearchSpace => space.Name;

    /// <inheritdoc/>
    public IEnumerable<Precision> Precisions => configurations.Select(configuration => configuration.Precision);

    /// <inheritdoc/>
    public IReadOnlyList<(string Operator, string Model)> CustomOperators => [];

    /// <inheritdoc/>
    public IReadOnlyList<Contracts.V1.ModelConfig> Configurations => [.. configurations.Select(configuration => configuration.ToProto())];

    /// <inheritdoc/>
    public int CountModels() => configurations.Sum(configuration => Measurable.Select(architecture => Spec(architecture, configuration)).Distinct().Count());

    /// <inheritdoc/>
    public int CountArchitectures() => architectures.Count;

    /// <inheritdoc/>
    public IReadOnlyList<CampaignArchitecture> ListSkipped() =>
        [.. from architecture in architectures let reason = WhyNot(architecture) where reason is not null select new CampaignArchitecture(architecture.ToString(), null, reason)];

    /// <inheritdoc/>
    public string? WhyNothing() => architectures.All(one => space.WhyNotMeasurable(one) is not null)
        ? $"None of the {architectures.Count} selected architectures can be measured. {space.WhyNotMeasurable(architectures[0])}"
        : null;

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<CampaignArchitecture> Selected, IReadOnlyList<Model> Models)> ExportAsync(
        GraphPacking graphs, int targets, IProgress<PlanningProgress>? progress, CancellationToken cancellationToken)
    {
        var models = new Dictionary<ModelSpec, Model>();
        var total = progress is null ? 0 : CountModels();
        progress?.Report(new PlanningProgress(PlanningStage.Exporting, 0, total, total * targets));
        var selected = new List<CampaignArchitecture>(architectures.Count * configurations.Count);
        foreach (var architecture in architectures)
        {
            var name = architecture.ToString();
            if (WhyNot(architecture) is { } reason)
            {
                selected.Add(new CampaignArchitecture(name, null, reason));
                continue;
            }

            foreach (var configuration in configurations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var spec = Spec(architecture, configuration);
                if (!models.TryGetValue(spec, out var model))
                {
                    var exported = ModelExporter.ExportShared(spec);
                    models.Add(spec, model = ModelExports.Describe(spec, exported));
                    await graphs.AddAsync(exported.Sha256, exported.Graph, exported.Weights, cancellationToken);
                    if (models.Count % ReportEvery == 0)
                        progress?.Report(new PlanningProgress(PlanningStage.Exporting, models.Count, total, total * targets));
                }

                selected.Add(new CampaignArchitecture(name, model.Sha256, null));
            }
        }

        var places = await graphs.EndAsync(cancellationToken);
        return (selected, [.. models.Values.Select(model => model with { Graph = places.GetValueOrDefault(model.Sha256) })]);
    }

    private ModelSpec Spec(Architecture architecture, ModelConfiguration configuration) => new(space, architecture, configuration);

    private IEnumerable<Architecture> Measurable => architectures.Where(architecture => WhyNot(architecture) is null);

    /// <summary>The reason why an architecture is left out: there is nothing to measure, or one of the configurations has no network of it.</summary>
    private string? WhyNot(Architecture architecture) => space.WhyNotMeasurable(architecture)
        ?? configurations.Select(configuration => space.WhyNoNetwork(architecture, configuration.GraphVariant)).FirstOrDefault(reason => reason is not null);
}
