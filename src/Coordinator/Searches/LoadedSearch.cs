using Google.Protobuf;
using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Evaluations;
using LatBench.Search.Fronts;
using LatBench.Search.Limits;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Searches;
using StoredSearch = LatBench.Storage.Searches.Search;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Searches;

/// <summary>Everything that is stored of a search, read at one time.</summary>
/// <param name="Space">Its space.</param>
/// <param name="Stored">Its row.</param>
/// <param name="Asked">The search that was asked for, defaults filled in.</param>
/// <param name="Candidates">The architectures that may be suggested.</param>
/// <param name="Steps">Suggestions and reports.</param>
internal sealed record LoadedSearch(ISearchSpace Space, StoredSearch Stored, V1.Search Asked, SearchCandidates Candidates, IReadOnlyList<SearchStep> Steps)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reports with an accuracy, best first; of equal ones the earlier.</summary>
    public IReadOnlyList<(Architecture Architecture, double Accuracy)> Ranking { get; } =
    [
        .. Steps.Where(step => step.Report?.Accuracy is not null).OrderByDescending(step => step.Report!.Accuracy).ThenBy(step => step.Report!.Number)
            .Select(step => (Space.Parse(step.Architecture), step.Report!.Accuracy!.Value)),
    ];

    /// <summary>The limits.</summary>
    public IReadOnlyList<LatencyLimit> Limits { get; } = [.. Asked.Limits.Select(limit => new LatencyLimit(limit.Target, Latency.FromMilliseconds(limit.MaxLatencyMs)))];

    /// <summary>Gets the number of suggestions that are left.</summary>
    public int BudgetLeft => (Candidates.IsOpen ? Asked.Budget : Math.Min(Asked.Budget, Candidates.All.Count)) - Steps.Count;

    /// <summary>Those a verification has to look at, best first: with a front its members, which are all wanted.</summary>
    public IReadOnlyList<Architecture> Contenders
    {
        get
        {
            if (Asked.Goal != V1.SearchGoal.Front)
                return [.. Ranking.Select(member => member.Architecture)];
            return [.. ParetoFront.Of(Points(Asked.FrontTarget)).OrderByDescending(point => point.Accuracy).Select(point => point.Architecture)];
        }
    }

    /// <summary>Reads a search; null where there is none.</summary>
    public static async Task<LoadedSearch?> LoadAsync(IStore store, SearchSpaceRegistry spaces, long searchId, CancellationToken cancellationToken)
    {
        if (await store.Searches.FindAsync(searchId, cancellationToken) is not { } stored)
            return null;
        var asked = Read(stored);
        var space = SearchFields.Space(spaces, asked);
        var candidates = SearchCandidates.Read(space, (await store.Searches.FindCandidatesAsync(searchId, cancellationToken))!);
        var steps = await store.Searches.ListStepsAsync(searchId, cancellationToken);
        return new LoadedSearch(space, stored, asked, candidates.With(AdditionsOf(space, steps)), steps);
    }

    /// <summary>Parses the search that was asked for.</summary>
    public static V1.Search Read(StoredSearch stored) => Parser.Parse<V1.Search>(stored.Request);

    /// <summary>Evaluated architectures with the latency that is predicted on a target.</summary>
    public IReadOnlyList<FrontPoint> Points(string target)
    {
        if (Array.Find(Candidates.Latencies, latencies => latencies.Target == target) is not { } predicted)
            return [];
        return [.. Ranking.Select(member => new FrontPoint(member.Architecture, member.Accuracy, predicted.Ms[Candidates.Place(member.Architecture)]))];
    }

    /// <summary>Computes the probability that a candidate meets every limit, as was predicted when the search began.</summary>
    public double Chance(Architecture architecture) => Chance(architecture, null);

    /// <summary>Returns the data that a strategy may look at.</summary>
    /// <param name="growth">What may be suggested beside the candidates; null for nothing.</param>
    public SearchView View(SearchGrowth? growth)
    {
        var priors = Candidates.Priors;
        return new SearchView(
            Candidates.ToSet(),
            [.. Steps.Select(step => Space.Parse(step.Architecture))],
            [.. Steps.Where(step => step.Report is not null).OrderBy(step => step.Report!.Number).Select(step => new Evaluation(Space.Parse(step.Architecture), step.Report!.Accuracy))],
            Asked.Seed)
        {
            Growth = growth?.ToGrowth(),
            Chance = Limits.Count == 0 || Asked.Confident ? null : architecture => Chance(architecture, growth),
            Prior = priors is null ? SearchFields.Prior(Space, Asked.Prior) : architecture => priors[Candidates.Place(architecture)],
            Related = Asked.Transfer ? [.. Candidates.All.Select((architecture, place) => (architecture, Math.Log(Candidates.Latencies[0].Ms[place]))).Where((_, place) => place % 40 == 0)] : null,
        };
    }

    /// <summary>Creates the strategy that chooses the suggestions.</summary>
    /// <param name="growth">As for <see cref="View"/>.</param>
    public ISearchStrategy Strategy(SearchGrowth? growth)
    {
        var strategy = SearchFields.Strategy(Asked);
        if (Asked.Goal != V1.SearchGoal.Front)
            return strategy;
        var target = Array.FindIndex(Candidates.Latencies, latencies => latencies.Target == Asked.FrontTarget);
        return new FrontStrategy(strategy, architecture => Predicted(target, architecture, growth).Latency.Milliseconds);
    }

    /// <summary>The same after more suggestions.</summary>
    public LoadedSearch With(IReadOnlyList<SearchStep> steps) => this with { Candidates = Candidates.With(AdditionsOf(Space, steps)), Steps = [.. Steps, .. steps] };

    private static (Architecture, string)[] AdditionsOf(ISearchSpace space, IReadOnlyList<SearchStep> steps) =>
        [.. steps.Where(step => step.Addition is not null).Select(step => (new Architecture(space.Name, step.Architecture), step.Addition!))];

    private double Chance(Architecture architecture, SearchGrowth? growth) => Limits.Aggregate(1.0, (chance, limit) =>
        Array.FindIndex(Candidates.Latencies, latencies => latencies.Target == limit.Target) is >= 0 and var target
            ? chance * LimitChance.Of(Predicted(target, architecture, growth), limit.Max)
            : chance);

    private LatencyPrediction Predicted(int target, Architecture architecture, SearchGrowth? growth) =>
        Candidates.Place(architecture) is >= 0 and var place ? Candidates.Latencies[target][place] : growth!.Of(target, architecture);
}
