using LatBench.Coordinator.Predictors.Serving;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Models;
using LatBench.Prediction.FewShot;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors;

/// <summary>The known latencies of other targets: measured where they were, else predicted by the predictor that serves them.</summary>
internal sealed class PriorTables(IStore store, TargetLabels labels, TargetNames names, PredictorCatalog catalog)
{
    /// <summary>As many targets as there ever are in one choice.</summary>
    private const int MaxTargets = 100;

    /// <summary>The targets to learn from: those that are asked for, or every other one with the same search space and model configuration whose predictor serves and was not adapted itself.</summary>
    /// <exception cref="Errors.RefusalException">UNKNOWN_TARGET, PRIOR_TARGET_UNTRAINED or TOO_FEW_PRIOR_TARGETS.</exception>
    public async Task<IReadOnlyList<string>> ResolveAsync(IReadOnlyList<string> asked, ISearchSpace space, string target, ModelConfiguration configuration, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        if (asked.Count == 0)
        {
            var promoted = await store.Predictors.ListAsync(new PredictorFilter(Promoted: true, SearchSpace: space.Name, Configuration: configuration), null, MaxTargets, cancellationToken);
            found.AddRange(promoted.Where(predictor => predictor.Plan.PriorTargets.Count == 0 && predictor.Target != target).Select(predictor => predictor.Target));
            found.Sort(StringComparer.Ordinal);
        }

        foreach (var name in asked.Take(MaxTargets))
        {
            var slug = await names.ResolveAsync(name, cancellationToken);
            if (!(await store.Predictors.ListPromotedAsync(slug, cancellationToken)).Any(predictor => predictor.SearchSpace == space.Name))
                throw PredictorRefusals.Precondition(PredictorRefusals.PriorTargetUntrained, $"The target '{slug}' cannot be learnt from, it has no predictor of {space.Name}: train one with `{PredictorRefusals.Training(slug, space.Name)}`.");
            if (slug != target && !found.Contains(slug, StringComparer.Ordinal))
                found.Add(slug);
        }

        return found.Count >= DevicePrior.MinimumDevices
            ? found
            : throw PredictorRefusals.Precondition(
                PredictorRefusals.TooFewPriorTargets,
                $"There are {found.Count} targets with a predictor to learn from, and {DevicePrior.MinimumDevices} are needed: train predictors of other targets first, or import tables of other devices and train on them.");
    }

    /// <summary>The latencies of architectures of a space on one target, of the model configuration where a predictor of it serves the target, else of the one that serves.</summary>
    public async Task<PriorTable> ReadAsync(ISearchSpace space, string target, ModelConfiguration configuration, CancellationToken cancellationToken)
    {
        var promoted = await store.Predictors.ListPromotedAsync(target, cancellationToken);
        var served = await catalog.ForTargetAsync(target, promoted.Any(predictor => predictor.SearchSpace == space.Name && predictor.Configuration == configuration) ? configuration : null, cancellationToken, space.Name);
        var measured = (await labels.ReadAsync(served.Space, target, served.Configuration, cancellationToken)).ToDictionary(label => label.Architecture, label => label.Latency.Milliseconds);
        var pruned = served.Configuration.IsPruned;
        var architectures = DevicePrior.ArchitecturesOf(served.Space);
        await served.PreparedAsync().WaitAsync(cancellationToken);
        var latencies = architectures.Zip(served.Predict(architectures)).ToDictionary(pair => pair.First, pair => Measured(pair.First) ?? pair.Second.Latency.Milliseconds);
        if (!SpaceIndex.Has(served.Space))
        {
            foreach (var (architecture, milliseconds) in measured)
                latencies[architecture] = milliseconds;
        }

        return new PriorTable(target, new LatencyList([.. latencies.Keys.Select(architecture => architecture.Text)], [.. latencies.Values]));

        double? Measured(Architecture architecture) =>
            measured.TryGetValue(architecture, out var own) || (pruned && measured.TryGetValue(served.Space.Canonicalize(architecture), out own)) ? own : null;
    }
}
