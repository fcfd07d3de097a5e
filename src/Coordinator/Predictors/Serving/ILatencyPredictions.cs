using LatBench.Models;
using LatBench.Prediction;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Predictions for the parts of the coordinator that need latencies without measuring, as a search under a latency limit does.</summary>
internal interface ILatencyPredictions
{
    /// <summary>Predicts architectures with the predictor that serves a target.</summary>
    /// <param name="target">A slug, or the name of a device for its default target.</param>
    /// <param name="searchSpace">The name of the space of the architectures; empty where any predictor of the target will do.</param>
    /// <param name="configuration">The model configuration; null where none is asked for.</param>
    /// <param name="architectures">Any number of measurable ones.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.RefusalException">There is no predictor, or one of the architectures is not measurable.</exception>
    Task<TargetPredictions> PredictAsync(string target, string searchSpace, ModelConfiguration? configuration, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken);
}

/// <summary>Predictions of one version.</summary>
/// <param name="PredictorId">The predictor.</param>
/// <param name="Target">Slug of its target.</param>
/// <param name="Version">Its version.</param>
/// <param name="Predictions">With their 90 % intervals, in the order asked for.</param>
internal sealed record TargetPredictions(long PredictorId, string Target, int Version, IReadOnlyList<LatencyPrediction> Predictions);
