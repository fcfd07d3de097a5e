using LatBench.Publishing;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The tables of the predictors that serve, for snapshots.</summary>
internal sealed class PublishablePredictions(IStore store, PredictorCatalog catalog) : IPredictionSource
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PublishedPredictions>> ListAsync(
        string target, IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> measured, CancellationToken cancellationToken)
    {
        var published = new List<PublishedPredictions>();
        foreach (var predictor in await store.Predictors.ListPromotedAsync(target, cancellationToken))
            published.Add(await ReadAsync(predictor, measured.GetValueOrDefault(predictor.SearchSpace) ?? [], cancellationToken));
        return published;
    }

    private async Task<PublishedPredictions> ReadAsync(Predictor predictor, IReadOnlyCollection<Architecture> measured, CancellationToken cancellationToken)
    {
        var served = await catalog.LoadAsync(predictor, cancellationToken);
        await served.PreparedAsync().WaitAsync(cancellationToken);
        Architecture[] architectures = [.. SpaceIndex.Of(served.Space)?.Measurable ?? measured];
        var predictions = await Task.Run(() => served.Predict(architectures), cancellationToken);
        return new PublishedPredictions
        {
            Version = predictor.Version,
            Trainer = predictor.Plan.Trainer,
            Labels = predictor.Labels,
            Sha256 = predictor.Files.Single(file => file.Path == PredictorFileNames.Onnx).Sha256,
            Configuration = predictor.Configuration,
            Predictions =
            [
                .. architectures.Zip(predictions, (architecture, prediction) => new PublishedPrediction(architecture, prediction.Latency, prediction.Low, prediction.High)),
            ],
        };
    }
}
