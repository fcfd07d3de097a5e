using LatBench.Coordinator.Predictors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>The serving side of another coordinator over the same database and artefacts.</summary>
internal sealed class SecondCoordinator : IAsyncDisposable
{
    private readonly IStore _store;
    private readonly PredictorCatalog _catalog;

    public SecondCoordinator(string dataDirectory)
    {
        _store = Stores.Sqlite(Path.Combine(dataDirectory, "latbench.db"));
        var artifacts = new PredictorArtifacts(new DirectoryArtifactStore(Path.Combine(dataDirectory, "artifacts")));
        _catalog = new PredictorCatalog(_store, Nas201.Spaces, artifacts, new TargetNames(_store), TimeProvider.System);
    }

    public ILatencyPredictions Predictions => new LatencyPredictions(_catalog);

    public async Task<ServedPredictor> LoadAsync(string name)
    {
        var token = TestContext.Current.CancellationToken;
        var id = long.Parse(name.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
        return await _catalog.LoadAsync((await _store.Predictors.FindAsync(id, token))!, token);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
