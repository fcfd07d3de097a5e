using LatBench.Search.Strategies.BrpNas;
using LatBench.Search.Strategies.Default;
using LatBench.Search.Strategies.Evolution;
using LatBench.Search.Strategies.GaussianProcess;
using LatBench.Search.Strategies.Gcn;
using LatBench.Search.Strategies.LocalSearch;
using LatBench.Search.Strategies.Random;

namespace LatBench.Search.Strategies;

/// <summary>Every strategy, by name.</summary>
public static class SearchStrategies
{
    /// <summary>The strategy that is used where none is named.</summary>
    public const string Default = "latbench";

    private static readonly Dictionary<string, Func<StrategyOptions, ISearchStrategy>> Makers = new()
    {
        [Default] = _ => new LatBenchStrategy(),
        ["brp-nas"] = options => new BrpNasStrategy(options),
        ["gaussian-process"] = _ => new GaussianProcessStrategy(),
        ["gcn"] = options => new GcnStrategy(options),
        ["evolution"] = _ => new RegularisedEvolution(),
        ["local-search"] = _ => new LocalSearchStrategy(),
        ["random"] = _ => new RandomStrategy(),
    };

    /// <summary>The names of all of them, LatBench's own first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Finds a strategy.</summary>
    /// <param name="name">Its name, such as <c>brp-nas</c>.</param>
    /// <param name="options">For those that train a network; the defaults where it is left out.</param>
    /// <exception cref="SearchException">There is none of that name, and the message lists them; or an option is out of range.</exception>
    public static ISearchStrategy Named(string name, StrategyOptions? options = null)
    {
        options ??= new StrategyOptions();
        if (!Makers.TryGetValue(name, out var make))
            throw new SearchException($"'{name}' is not a search strategy: use one of {string.Join(", ", Names)}.");
        return options.Fault() is { } fault ? throw new SearchException($"The options of '{name}' cannot be used: {fault}") : make(options);
    }
}
