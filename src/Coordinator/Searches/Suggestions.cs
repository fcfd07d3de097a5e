using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Searches;

namespace LatBench.Coordinator.Searches;

/// <summary>Chooses what to train next, one choice at a time, and stores it before it is returned to any caller.</summary>
internal sealed class Suggestions(IStore store, SearchSpaceRegistry spaces, PredictorCatalog predictors, TimeProvider time) : IDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The next suggestions; fewer than asked for, or none, where the budget ends.</summary>
    /// <param name="searchId">The search.</param>
    /// <param name="count">The number of suggestions; 0 for as many as suit the strategy.</param>
    /// <param name="requestId">A repeat gives back the same; empty for none.</param>
    /// <param name="cancellationToken">Ends the call; nothing was suggested then.</param>
    public async Task<(LoadedSearch Search, IReadOnlyList<SearchStep> Steps)> SuggestAsync(long searchId, int count, string requestId, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var search = await LoadedSearch.LoadAsync(store, spaces, searchId, cancellationToken) ?? throw SearchErrors.NotFound(searchId);
                if (requestId.Length > 0 && await store.Searches.ListStepsAsync(searchId, requestId, cancellationToken) is { Count: > 0 } earlier)
                    return (search, earlier);
                if (search.Stored.State != SearchState.Running)
                    throw Refusals.FailedPrecondition($"Search {searchId} suggests nothing more, it is {search.Stored.State.ToString().ToLowerInvariant()}: start another with 'latbench search run'.");
                var growth = await SearchGrowth.OpenAsync(search, predictors, cancellationToken);
                var strategy = search.Strategy(growth);
                var wanted = Math.Min(count == 0 ? strategy.Batch(search.Asked.Budget) : count, search.BudgetLeft);
                if (wanted <= 0)
                    return (search, []);
                var chosen = await Task.Run(() => Choose(strategy, search.View(growth).WithOpen(wanted), wanted, cancellationToken), cancellationToken);
                if (chosen.Count == 0)
                    return (search, []);
                NewStep[] suggestions = [.. chosen.Select(architecture => new NewStep(architecture.ToString(), search.Candidates.Place(architecture) < 0 ? growth!.Write(architecture) : null))];
                var reports = search.Steps.Count(step => step.Report is not null);
                if (!await store.Searches.SuggestAsync(searchId, search.Steps.Count, reports, requestId.Length == 0 ? null : requestId, suggestions, time.GetUtcNow(), cancellationToken))
                    continue; // another caller has suggested, reported or ended it meanwhile
                SearchStep[] steps = [.. suggestions.Select((suggestion, i) => new SearchStep(search.Steps.Count + i + 1, suggestion.Architecture, null, suggestion.Addition))];
                return (search.With(steps), steps);
            }

            throw Refusals.Unavailable($"Search {searchId} is being reported to faster than it can choose: try again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static IReadOnlyList<Architecture> Choose(ISearchStrategy strategy, SearchView view, int wanted, CancellationToken cancellationToken)
    {
        var count = Math.Min(wanted, view.Open().Length);
        return count == 0 ? [] : strategy.Choose(view, count, cancellationToken);
    }
}
