using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;

namespace LatBench.Search;

/// <summary>
/// One search in memory, for benchmarks and tests of strategies: it counts the budget and keeps what happened. The service keeps searches in its store. Not thread-safe.
/// </summary>
/// <param name="strategy">The strategy that chooses.</param>
/// <param name="candidates">The architectures that may be suggested.</param>
/// <param name="budget">The number of trainings that it may ask for in all.</param>
/// <param name="seed">Equal seeds and reports give equal suggestions.</param>
public sealed class SearchRun(ISearchStrategy strategy, CandidateSet candidates, int budget, ulong seed)
{
    private readonly List<Architecture> _asked = [];

    private readonly List<Evaluation> _evaluations = [];

    private CandidateSet _candidates = candidates;

    /// <summary>As for <see cref="SearchView.Prior"/>.</summary>
    public Func<Architecture, double>? Prior { get; init; }

    /// <summary>As for <see cref="SearchView.Related"/>.</summary>
    public IReadOnlyList<(Architecture Architecture, double Value)>? Related { get; init; }

    /// <summary>As for <see cref="SearchView.Chance"/>.</summary>
    public Func<Architecture, double>? Chance { get; init; }

    /// <summary>As for <see cref="SearchView.Growth"/>.</summary>
    public CandidateGrowth? Growth { get; init; }

    /// <summary>Every suggestion, in order.</summary>
    public IReadOnlyList<Architecture> Asked => _asked;

    /// <summary>Every report, in order.</summary>
    public IReadOnlyList<Evaluation> Evaluations => _evaluations;

    /// <summary>Gets the number of suggestions that are left.</summary>
    public int Left => (Growth is null ? Math.Min(budget, _candidates.Count) : budget) - _asked.Count;

    /// <summary>Suggests what to train next; fewer than asked for where the budget or the candidates end.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="cancellationToken">Stops it; nothing has changed then.</param>
    public IReadOnlyList<Architecture> Suggest(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        count = Math.Min(count, Left);
        if (count == 0)
            return [];
        var view = new SearchView(_candidates, _asked, _evaluations, seed) { Prior = Prior, Related = Related, Chance = Chance, Growth = Growth }.WithOpen(count);
        count = Math.Min(count, view.Open().Length);
        if (count == 0)
            return [];
        var chosen = strategy.Choose(view, count, cancellationToken);
        _candidates = _candidates.With([.. chosen.Where(architecture => !_candidates.Contains(architecture))]);
        _asked.AddRange(chosen);
        return chosen;
    }

    /// <summary>Takes an accuracy, or a failure.</summary>
    /// <exception cref="ArgumentException">The architecture was not suggested.</exception>
    public void Report(Evaluation evaluation)
    {
        if (!_asked.Contains(evaluation.Architecture))
            throw new ArgumentException($"{evaluation.Architecture} was never suggested.", nameof(evaluation));
        _evaluations.Add(evaluation);
    }
}
