using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Predictions within the coordinator.</summary>
internal sealed class LatencyPredictions(PredictorCatalog catalog) : ILatencyPredictions
{
    /// <inheritdoc/>
    public async Task<TargetPredictions> PredictAsync(string target, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken)
    {
        foreach (var architecture in architectures)
        {
            if (!PredictionTable.IsMeasurable(architecture))
                throw PredictorRefusals.Argument(PredictorRefusals.UnmeasurableArchitecture, "architectures", AskedArchitectures.Unmeasurable(architecture.ToString()));
        }

        var served = await catalog.ForTargetAsync(target, cancellationToken);
        return new TargetPredictions(served.Id, served.Target, served.Version, served.Predict(architectures));
    }

    /// <inheritdoc/>
    public async Task<TargetPredictions> PredictSpaceAsync(string target, CancellationToken cancellationToken)
    {
        var served = await catalog.ForTargetAsync(target, cancellationToken);
        var table = await served.TableAsync().WaitAsync(cancellationToken);
        return new TargetPredictions(served.Id, served.Target, served.Version, [.. Space.Measurable.Select(architecture => table[architecture])]);
    }
}
