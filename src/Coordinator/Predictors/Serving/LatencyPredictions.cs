using LatBench.Models;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Predictions within the coordinator.</summary>
internal sealed class LatencyPredictions(PredictorCatalog catalog) : ILatencyPredictions
{
    /// <inheritdoc/>
    public async Task<TargetPredictions> PredictAsync(string target, ModelConfiguration? configuration, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken)
    {
        foreach (var architecture in architectures)
        {
            if (!PredictionTable.IsMeasurable(architecture))
                throw PredictorRefusals.Argument(PredictorRefusals.UnmeasurableArchitecture, "architectures", AskedArchitectures.Unmeasurable(architecture.ToString()));
        }

        var served = await catalog.ForTargetAsync(target, configuration, cancellationToken);
        return new TargetPredictions(served.Id, served.Target, served.Version, served.Predict(architectures));
    }

    /// <inheritdoc/>
    public async Task<TargetPredictions> PredictSpaceAsync(string target, ModelConfiguration? configuration, CancellationToken cancellationToken)
    {
        var served = await catalog.ForTargetAsync(target, configuration, cancellationToken);
        var table = await served.TableAsync().WaitAsync(cancellationToken);
        return new TargetPredictions(served.Id, served.Target, served.Version, [.. Space.Measurable.Select(architecture => table[architecture])]);
    }
}
