using LatBench.Publishing;
using LatBench.Storage;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The tables of the predictors that serve, for snapshots.</summary>
internal sealed class PublishablePredictions(IStore store, PredictorCatalog catalog) : IPredictionSource
{
    /// <inheritdoc/>
    public async Task<PublishedPredictions?> FindAsync(string target, CancellationToken cancellationToken)
    {
        if (await store.Predictors.FindPromotedAsync(target, cancellationToken) is not { } predictor)
            return null;
        var served = await catalog.LoadAsync(predictor, cancellationToken);
        var table = await served.TableAsync().WaitAsync(cancellationToken);
        return new PublishedPredictions
        {
            Version = predictor.Version,
            Trainer = predictor.Plan.Trainer,
            Labels = predictor.Labels,
            Sha256 = predictor.Files.Single(file => file.Path == PredictorFileNames.Onnx).Sha256,
            Configuration = predictor.Configuration,
            Predictions =
            [
                .. table.Measurable.Select(architecture => (Architecture: architecture, Prediction: table[architecture]))
                    .Select(row => new PublishedPrediction(row.Architecture, row.Prediction.Latency, row.Prediction.Low, row.Prediction.High)),
            ],
        };
    }
}
