using System.Collections.Concurrent;
using LatBench.Coordinator.Resources;
using LatBench.Models;
using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>
/// The predictors that are loaded, and which of them serves which target. A promotion made here counts at once; one that another replica made is
/// seen within a second. A call that has begun with a predictor ends with it.
/// </summary>
internal sealed class PredictorCatalog(IStore store, SearchSpaceRegistry spaces, PredictorArtifacts artifacts, TargetNames targets, TimeProvider time)
{
    private const int MaxLoaded = 64;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Lazy<Task<ServedPredictor>>> _loaded = new();
    private readonly ConcurrentDictionary<Asked, Serving> _serving = new();

    /// <summary>The predictor that serves a target for a search space and a model configuration; see <see cref="PredictorChoice"/>.</summary>
    /// <param name="name">A slug or a device.</param>
    /// <param name="configuration">The model configuration; null where none is asked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="searchSpace">Name of the search space; empty where any will do.</param>
    /// <exception cref="Errors.RefusalException">UNKNOWN_TARGET, NO_PREDICTOR, none fits what is asked for, or its files are damaged.</exception>
    public ValueTask<ServedPredictor> ForTargetAsync(string name, ModelConfiguration? configuration, CancellationToken cancellationToken, string searchSpace = "")
    {
        var asked = new Asked(name, searchSpace, configuration);
        return _serving.TryGetValue(asked, out var serving) && time.GetElapsedTime(serving.SeenAt) < Fresh
            ? ValueTask.FromResult(serving.Predictor)
            : new ValueTask<ServedPredictor>(LookUpAsync(asked, cancellationToken));
    }

    /// <summary>The same of a version that may have been deleted; null then.</summary>
    /// <exception cref="Errors.RefusalException">PREDICTOR_NOT_READY.</exception>
    public async Task<ServedPredictor?> LoadAsync(long id, CancellationToken cancellationToken) =>
        await store.Predictors.FindAsync(id, cancellationToken) is { } predictor ? await LoadAsync(predictor, cancellationToken) : null;

    /// <summary>One version, whether it serves or not.</summary>
    /// <exception cref="Errors.RefusalException">PREDICTOR_NOT_READY.</exception>
    public Task<ServedPredictor> LoadAsync(Predictor predictor, CancellationToken cancellationToken)
    {
        if (predictor.State != PredictorState.Ready)
            throw PredictorRefusals.Precondition(PredictorRefusals.PredictorNotReady, $"{ResourceName.Predictor(predictor.Id)} cannot predict, it is {predictor.State.ToString().ToLowerInvariant()}: wait for its training, or train again.");
        return LoadAsync(predictor, () => ReadAsync(predictor), cancellationToken);
    }

    /// <summary>Loads a predictor that is about to be ready, with its table, so that no caller waits for it afterwards.</summary>
    public async Task PrepareAsync(Predictor predictor, PredictorFiles files, CancellationToken cancellationToken) =>
        await (await LoadAsync(predictor, () => Task.FromResult(files), cancellationToken)).PreparedAsync();

    /// <summary>Has a promotion count at once.</summary>
    public void Promoted() => _serving.Clear();

    /// <summary>Lets go of a predictor that is gone.</summary>
    public void Forget(long predictorId) => _loaded.TryRemove(predictorId, out _);

    private async Task<ServedPredictor> LookUpAsync(Asked asked, CancellationToken cancellationToken)
    {
        var seenAt = time.GetTimestamp();
        var slug = asked.Target;
        var promoted = await store.Predictors.ListPromotedAsync(slug, cancellationToken);
        if (promoted.Count == 0)
        {
            slug = await targets.ResolveAsync(slug, cancellationToken);
            promoted = await store.Predictors.ListPromotedAsync(slug, cancellationToken);
        }

        if (promoted.Count == 0)
            throw PredictorRefusals.Precondition(PredictorRefusals.NoPredictor, $"The target '{slug}' has no predictor: train one with `{PredictorRefusals.Training(slug, asked.SearchSpace)}`.");
        var served = await LoadAsync(PredictorChoice.Of(spaces, slug, promoted, asked.SearchSpace, asked.Configuration), cancellationToken);
        served.LastUsed = seenAt;
        _serving[asked] = new Serving(served, seenAt);
        return served;
    }

    private async Task<ServedPredictor> LoadAsync(Predictor predictor, Func<Task<PredictorFiles>> read, CancellationToken cancellationToken)
    {
        var loading = _loaded.GetOrAdd(predictor.Id, _ => new Lazy<Task<ServedPredictor>>(async () => Open(predictor, await read())));
        try
        {
            var served = await loading.Value.WaitAsync(cancellationToken);
            served.LastUsed = time.GetTimestamp();
            LetGo();
            return served;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Not remembered: the files may be restored.
            _loaded.TryRemove(KeyValuePair.Create(predictor.Id, loading));
            throw;
        }
    }

    private async Task<PredictorFiles> ReadAsync(Predictor predictor) => new(
        await artifacts.ReadAsync(predictor, PredictorFileNames.Onnx, CancellationToken.None),
        await artifacts.ReadAsync(predictor, PredictorFileNames.Json, CancellationToken.None));

    private ServedPredictor Open(Predictor predictor, PredictorFiles files)
    {
        try
        {
            var network = OnnxPredictor.Load(files, spaces, Environment.ProcessorCount);
            return new ServedPredictor(predictor, network.Space, network);
        }
        catch (PredictionException exception)
        {
            throw PredictorRefusals.Precondition(PredictorRefusals.PredictorNotReady, $"{ResourceName.Predictor(predictor.Id)} cannot be loaded: {exception.Message}");
        }
    }

    /// <summary>Keeps what was used last.</summary>
    private void LetGo()
    {
        if (_loaded.Count <= MaxLoaded)
            return;
        var oldest = _loaded.Where(entry => entry.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            .OrderBy(entry => entry.Value.Value.Result.LastUsed).Take(_loaded.Count - MaxLoaded).ToArray();
        foreach (var entry in oldest)
            _loaded.TryRemove(entry);
    }

    private readonly record struct Asked(string Target, string SearchSpace, ModelConfiguration? Configuration);

    private sealed record Serving(ServedPredictor Predictor, long SeenAt);
}
