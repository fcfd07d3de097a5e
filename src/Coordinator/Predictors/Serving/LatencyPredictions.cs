using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Predictions within the coordinator.</summary>
internal sealed class LatencyPredictions(PredictorCatalog catalog) : ILatencyPredictions
{
    /// <inheritdoc/>
    public async Task<TargetPredictions> PredictAsync(string target, string searchSpace, ModelConfiguration? configuration, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken)
    {
        var served = await catalog.ForTargetAsync(target, configuration, cancellationToken, searchSpace);
        foreach (var architecture in architectures)
        {
            if (served.Space.WhyNotMeasurable(architecture) is { } reason)
                throw PredictorRefusals.Argument(PredictorRefusals.UnmeasurableArchitecture, "architectures", AskedArchitectures.NotMeasurable(architecture.Text, reason));
        }

        return new TargetPredictions(served.Id, served.Target, served.Version, served.Predict(architectures));
    }
}
