using LatBench.Coordinator.Artifacts;
using LatBench.SearchSpaces;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Campaigns;

/// <summary>The models of a campaign: what is selected, in every model configuration.</summary>
internal interface ICampaignModels
{
    /// <summary>Gets the name of the search space.</summary>
    string SearchSpace { get; }

    /// <summary>Gets the precisions of the configurations.</summary>
    IEnumerable<Precision> Precisions { get; }

    /// <summary>Gets the operators that a device needs a library for, as <c>domain.Type</c>, each with the model that has it.</summary>
    IReadOnlyList<(string Operator, string Model)> CustomOperators { get; }

    /// <summary>Gets the configurations as the campaign has them, defaults filled in.</summary>
    IReadOnlyList<Contracts.V1.ModelConfig> Configurations { get; }

    /// <summary>Counts the models at most, without making one.</summary>
    int CountModels();

    /// <summary>Counts what is selected, measurable or not, in any configuration.</summary>
    int CountArchitectures();

    /// <summary>Names what is selected and left out, with the reason, as far as that is known before models are made.</summary>
    IReadOnlyList<CampaignArchitecture> ListSkipped();

    /// <summary>Explains why nothing of it can be measured; null where something can, as far as that is known before models are made.</summary>
    string? WhyNothing();

    /// <summary>Makes every model once, has its graph stored, and says which of the selected ones has which.</summary>
    Task<(IReadOnlyList<CampaignArchitecture> Selected, IReadOnlyList<Model> Models)> ExportAsync(
        GraphPacking graphs, int targets, IProgress<PlanningProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The size of campaigns.</summary>
internal static class CampaignSize
{
    /// <summary>The largest number of measurements of one campaign.</summary>
    public const int MaxMeasurements = 100_000;

    /// <summary>Explains why the models on so many targets are too much for a campaign; null where they are not.</summary>
    public static string? WhyTooLarge(ICampaignModels selected, int targets)
    {
        var models = selected.CountModels();
        var measurements = (long)models * targets;
        return measurements <= MaxMeasurements
            ? null
            : $"The grid is too large: {models} models on {targets} targets are {measurements} measurements, and a campaign takes at most {MaxMeasurements}; take fewer architectures or combinations, or split it.";
    }
}
