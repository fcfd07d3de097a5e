using LatBench.Search.Strategies.Evolution;
using LatBench.Search.Strategies.GaussianProcess;
using LatBench.Search.Strategies.Default;
using LatBench.Search.Strategies.LocalSearch;
using LatBench.Search.Strategies.Random;

namespace LatBench.Search.Strategies;

/// <summary>Every strategy, by name.</summary>
public static class SearchStrategies
{
    /// <summary>The strategy that is used where none is named.</summary>
    public const string Default = "latbench";

    private static readonly ISearchStrategy[] AllStrategies =
    [
        new LatBenchStrategy(),
        new GaussianProcessStrategy(),
        new RegularisedEvolution(),
        new LocalSearchStrategy(),
        new RandomStrategy(),
    ];

    /// <summary>All of them, LatBench's own first.</summary>
    public static IReadOnlyList<ISearchStrategy> All => AllStrategies;

    /// <summary>Finds a strategy.</summary>
    /// <param name="name">Its name, such as <c>brp-nas</c>.</param>
    /// <exception cref="SearchException">There is none of that name; the message lists them.</exception>
    public static ISearchStrategy Named(string name) => Array.Find(AllStrategies, strategy => strategy.Name == name)
        ?? throw new SearchException($"'{name}' is not a search strategy: use one of {string.Join(", ", AllStrategies.Select(strategy => strategy.Name))}.");
}
