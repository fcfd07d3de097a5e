using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.Storage.Labels;

namespace LatBench.Coordinator.Predictors;

/// <summary>The measurements of a target, in one form, as labels.</summary>
internal sealed class TargetLabels(ILabelStore labels)
{
    /// <summary>The form in which a target was measured: the one that is asked for, or the only one there is.</summary>
    /// <exception cref="Errors.RefusalException">TOO_FEW_LABELS, MIXED_MODEL_CONFIGS or MODEL_CONFIG_MISMATCH.</exception>
    public async Task<ModelForm> ResolveFormAsync(string target, ModelForm? asked, CancellationToken cancellationToken)
    {
        var measured = await labels.ListTargetsAsync(target, cancellationToken);
        if (measured.Count == 0)
            throw PredictorRefusals.Precondition(PredictorRefusals.TooFewLabels, $"The target '{target}' has no valid measurement: measure architectures on it with 'latbench campaigns submit', or import a table.");
        var forms = string.Join("; ", measured.Select(row => FormattableString.Invariant($"{row.Form.Describe()}: {row.Labels}")));
        if (asked is null)
        {
            return measured.Count == 1
                ? measured[0].Form
                : throw PredictorRefusals.Precondition(PredictorRefusals.MixedModelConfigs, $"The target '{target}' was measured in {measured.Count} forms ({forms}), and latencies of different forms cannot be mixed: say which one is meant.");
        }

        return measured.Any(row => row.Form == asked)
            ? asked
            : throw PredictorRefusals.Precondition(PredictorRefusals.ModelConfigMismatch, $"The target '{target}' was not measured in the form {asked.Describe()}, but in {forms}: ask for that, or measure the other.");
    }

    /// <summary>The labels of architectures of a space, one an architecture, in the order of architectures.</summary>
    public async Task<IReadOnlyList<LabelledArchitecture>> ReadAsync(ISearchSpace space, string target, ModelForm form, CancellationToken cancellationToken)
    {
        var read = await labels.ReadAsync(target, form, cancellationToken);
        var known = new List<LabelledArchitecture>(read.Count);
        foreach (var label in read)
        {
            if (space.TryParse(label.Architecture, out var architecture, out _) && space.WhyNotMeasurable(architecture) is null)
                known.Add(new LabelledArchitecture(architecture, label.Latency));
        }

        return known;
    }

    /// <summary>The profiles of measurements of the target, in the order of architectures.</summary>
    public Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(string target, ModelForm form, CancellationToken cancellationToken) =>
        labels.ReadProfilesAsync(target, form, cancellationToken);

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
