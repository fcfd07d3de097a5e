using System.Security.Cryptography;
using LatBench.Coordinator.Artifacts;
using LatBench.Coordinator.Campaigns;
using LatBench.ModelFiles;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Preparation;
using LatBench.SearchSpaces;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Models;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Uploaded models × configurations: the models of a campaign. One that cannot be made in a configuration is left out, with the reason.</summary>
internal sealed class UploadedGrid(IReadOnlyList<UploadedModel> uploaded, IReadOnlyList<UploadedConfiguration> configurations, ModelConversion conversion) : ICampaignModels
{
    /// <inheritdoc/>
    public string SearchSpace => UploadedModel.SearchSpace;

    /// <inheritdoc/>
    public IEnumerable<Precision> Precisions => configurations.Select(configuration => configuration.Precision).OfType<Precision>();

    /// <inheritdoc/>
    public IReadOnlyList<(string Operator, string Model)> CustomOperators => [.. uploaded.SelectMany(model => model.CustomOperators().Select(custom => (custom, model.DisplayName)))];

    /// <inheritdoc/>
    public IReadOnlyList<V1.ModelConfig> Configurations => [.. configurations.Select(configuration => configuration.Kept)];

    /// <inheritdoc/>
    public int CountModels() => uploaded.Count * configurations.Count;

    /// <inheritdoc/>
    public int CountArchitectures() => uploaded.Count;

    /// <inheritdoc/>
    public IReadOnlyList<CampaignArchitecture> ListSkipped() => [];

    /// <inheritdoc/>
    public string? WhyNothing() => null;

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<CampaignArchitecture> Selected, IReadOnlyList<Model> Models)> ExportAsync(
        GraphPacking graphs, int targets, IProgress<PlanningProgress>? progress, CancellationToken cancellationToken)
    {
        var total = CountModels();
        progress?.Report(new PlanningProgress(PlanningStage.Exporting, 0, total, total * targets));
        var selected = new List<CampaignArchitecture>(total);
        var models = new Dictionary<string, Model>(StringComparer.Ordinal);
        foreach (var model in uploaded)
        {
            foreach (var configuration in configurations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    var made = await MakeAsync(model, configuration, graphs, cancellationToken);
                    models.TryAdd(made.Sha256, made);
                    selected.Add(new CampaignArchitecture(model.Sha256, made.Sha256, null));
                }
                catch (ModelFileException exception)
                {
                    selected.Add(new CampaignArchitecture(model.Sha256, null, exception.Message));
                }

                progress?.Report(new PlanningProgress(PlanningStage.Exporting, selected.Count, total, total * targets));
            }
        }

        var places = await graphs.EndAsync(cancellationToken);
        return (selected, [.. models.Values.Select(model => model with { Graph = places.GetValueOrDefault(model.Sha256) })]);
    }

    private async Task<Model> MakeAsync(UploadedModel model, UploadedConfiguration configuration, GraphPacking graphs, CancellationToken cancellationToken)
    {
        var slim = await conversion.GetAsync(model, configuration.Precision, cancellationToken);
        var plan = InputPlan.Resolve(slim.Bytes, configuration.Inputs);
        var graph = model.KeepsFreeDimensions() ? ModelPreparation.PrepareFree(slim.Bytes, plan, model.Sha256) : ModelPreparation.Prepare(slim.Bytes, plan, model.Sha256);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(graph));
        await graphs.AddAsync(sha256, graph, weights: null, cancellationToken);
        return new Model
        {
            Sha256 = sha256,
            WeightsSha256 = slim.WeightsSha256,
            WeightsFileName = slim.WeightsFileName,
            SearchSpace = UploadedModel.SearchSpace,
            CanonicalArchitecture = model.Sha256,
            Architecture = model.Sha256,
            Configuration = UploadedConfiguration.Of(plan, slim.Precision),
        };
    }
}
