using LatBench.Publishing;
using LatBench.Storage;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The tables of the predictors that serve, for snapshots.</summary>
internal sealed class PublishablePredictions(IStore store, PredictorCatalog catalog) : IPredictionSource
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PublishedPredictions>> ListAsync(string target, CancellationToken cancellationToken)
    {
        var published = new List<PublishedPredictions>();
        foreach (var predictor in await store.Predictors.ListPromotedAsync(target, cancellationToken))
            published.Add(await ReadAsync(predictor, cancellationToken));
        return published;
    }

    private async Task<PublishedPredictions> ReadAsync(Predictor predictor, CancellationToken cancellationToken)
    {
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
