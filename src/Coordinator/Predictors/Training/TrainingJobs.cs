using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Makes the job of a predictor from what is in the store now.</summary>
internal sealed class TrainingJobs(SearchSpaceRegistry spaces, TargetLabels labels, PriorTables priors)
{
    /// <summary>The job.</summary>
    /// <exception cref="Errors.RefusalException">Its labels, or the targets to adapt from, are no longer there.</exception>
    public async Task<TrainingJob> BuildAsync(Predictor predictor, CancellationToken cancellationToken)
    {
        var (plan, space) = (predictor.Plan, spaces[predictor.SearchSpace]);
        var own = await labels.ReadAsync(space, predictor.Target, predictor.Configuration, cancellationToken);
        Require(space, predictor.Target, plan, own);
        var tables = new List<PriorTable>(plan.PriorTargets.Count);
        foreach (var target in plan.PriorTargets)
            tables.Add(await priors.ReadAsync(space, target, predictor.Configuration, cancellationToken));
        return new TrainingJob
        {
            SearchSpace = space.Name,
            Trainer = plan.Trainer,
            Seed = plan.Seed,
            Threads = plan.Threads,
            HeldOutShare = plan.HeldOutShare,
            Samples = plan.Samples,
            Pruned = predictor.Configuration.IsPruned,
            Labels = new LatencyList([.. own.Select(label => label.Architecture.Text)], [.. own.Select(label => label.Latency.Milliseconds)]),
            Profiles = space.Choices is not { } choices ? [] : [.. (await labels.ReadProfilesAsync(space, predictor.Target, predictor.Configuration, cancellationToken)).Select(label => ProfileShares.Of(choices, label))],
            Priors = tables,
        };
    }

    /// <summary>Refuses labels that the plan cannot be trained from.</summary>
    /// <exception cref="Errors.RefusalException">TOO_FEW_LABELS or CONSTANT_LABELS.</exception>
    public static void Require(ISearchSpace space, string target, TrainingPlan plan, IReadOnlyList<LabelledArchitecture> labels)
    {
        if (plan.PriorTargets.Count > 0)
            TargetLabels.Require(target, labels, Math.Max(DevicePrior.MinimumMeasurements, plan.Samples), "or ask for fewer samples");
        else
            TargetLabels.Require(target, labels, TrainingLabels.Minimum, "or adapt a predictor from other targets (few-shot)");
    }
}
