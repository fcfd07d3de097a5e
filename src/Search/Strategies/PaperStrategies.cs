using LatBench.Search.Strategies.BrpNas;

namespace LatBench.Search.Strategies;

/// <summary>
/// The search of the BRP-NAS paper as it was published, and the same without one or both of its two ideas, for benchmarks: a search takes a minute, and its network is kept in the
/// strategy from one call to the next. The service has the quick <c>brp-nas</c> (<see cref="SearchStrategies"/>).
/// </summary>
public static class PaperStrategies
{
    /// <summary>
    /// The names: <c>brp-nas-paper</c> learns which of two is better, over five iterations; <c>gcn-paper</c> learns accuracies; <c>…-once</c> draws all trainings at random and trains once.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["brp-nas-paper", "gcn-paper", "brp-nas-paper-once", "gcn-paper-once"];

    /// <summary>Makes one for one search.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads to compute with, 1 or more.</param>
    /// <exception cref="SearchException">There is none of that name.</exception>
    public static ISearchStrategy Named(string name, int threads) => Names.Contains(name)
        ? new PaperStrategy(new PaperOptions(name, name.StartsWith("brp-nas", StringComparison.Ordinal), name.EndsWith("once", StringComparison.Ordinal) ? 1 : 5), threads)
        : throw new SearchException($"'{name}' is none of {string.Join(", ", Names)}.");
}
