using LatBench.Models;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.Storage.Labels;

namespace LatBench.Coordinator.Predictors;

/// <summary>The measurements of a target, in one model configuration, as labels.</summary>
internal sealed class TargetLabels(ILabelStore labels)
{
    /// <summary>The model configuration in which architectures of a space were measured on a target: the one that is asked for, or the only one there is.</summary>
    /// <exception cref="Errors.RefusalException">TOO_FEW_LABELS, MIXED_MODEL_CONFIGS or MODEL_CONFIG_MISMATCH.</exception>
    public async Task<ModelConfiguration> ResolveConfigurationAsync(ISearchSpace space, string target, ModelConfiguration? asked, CancellationToken cancellationToken)
    {
        var all = await labels.ListTargetsAsync(target, cancellationToken);
        if (all.Count == 0)
            throw PredictorRefusals.Precondition(PredictorRefusals.TooFewLabels, $"The target '{target}' has no valid measurement: measure architectures on it with 'latbench campaigns submit', or import a table.");
        LabelledTarget[] measured = [.. all.Where(row => row.SearchSpace == space.Name)];
        if (measured.Length == 0)
            throw PredictorRefusals.Precondition(PredictorRefusals.TooFewLabels, $"The target '{target}' has no valid measurement of the space {space.Name}, but of {string.Join(", ", all.Select(row => row.SearchSpace).Distinct(StringComparer.Ordinal))}: name that space, or measure architectures of {space.Name} with 'latbench campaigns submit'.");
        var known = string.Join("; ", measured.Select(row => FormattableString.Invariant($"{row.Configuration}: {row.Labels}")));
        if (asked is null)
        {
            return measured.Length == 1
                ? measured[0].Configuration
                : throw PredictorRefusals.Precondition(PredictorRefusals.MixedModelConfigs, $"The target '{target}' was measured in {measured.Length} model configurations ({known}), and latencies of different configurations cannot be mixed: say which one is meant.");
        }

        return Array.Exists(measured, row => row.Configuration == asked)
            ? asked
            : throw PredictorRefusals.Precondition(PredictorRefusals.ModelConfigMismatch, $"The target '{target}' was not measured in the model configuration {asked}, but in {known}: ask for that, or measure the other.");
    }

    /// <summary>The labels of architectures of a space, one an architecture, in the order of architectures.</summary>
    public async Task<IReadOnlyList<LabelledArchitecture>> ReadAsync(ISearchSpace space, string target, ModelConfiguration configuration, CancellationToken cancellationToken)
    {
        var read = await labels.ReadAsync(target, space.Name, configuration, cancellationToken);
        var known = new List<LabelledArchitecture>(read.Count);
        foreach (var label in read)
        {
            if (space.TryParse(label.Architecture, out var architecture, out _) && space.WhyNotMeasurable(architecture) is null)
                known.Add(new LabelledArchitecture(architecture, label.Latency));
        }

        return known;
    }

    /// <summary>The profiles of measurements of architectures of a space on the target, in the order of architectures.</summary>
    public Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(ISearchSpace space, string target, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        labels.ReadProfilesAsync(target, space.Name, configuration, cancellationToken);

    /// <summary>Refuses labels that nothing can be learnt from.</summary>
    /// <exception cref="Errors.RefusalException">TOO_FEW_LABELS or CONSTANT_LABELS.</exception>
    public static void Require(string target, IReadOnlyList<LabelledArchitecture> labels, int minimum, string otherwise)
    {
        if (labels.Count < minimum)
            throw PredictorRefusals.Precondition(PredictorRefusals.TooFewLabels, $"The target '{target}' has {labels.Count} valid measurements, and {minimum} are needed: measure more architectures, {otherwise}.");
        if (labels.Select(label => label.Latency).Distinct().Count() == 1)
            throw PredictorRefusals.Precondition(PredictorRefusals.ConstantLabels, $"All {labels.Count} measurements of the target '{target}' are {labels[0].Latency}: nothing can be learnt from a constant; check where they come from.");
    }
}
