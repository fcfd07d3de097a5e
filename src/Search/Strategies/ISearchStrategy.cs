using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies;

/// <summary>One way to choose what to train next.</summary>
public interface ISearchStrategy
{
    /// <summary>The name in commands and figures, such as <c>latbench</c>.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether it reads the cell graph of an architecture, which not every space has (<see cref="ArchitectureEncoders.Graph"/>).</summary>
    bool NeedsCellGraph => false;

    /// <summary>Returns the number of suggestions that it is best asked for at once.</summary>
    /// <param name="budget">The trainings of the whole search.</param>
    int Batch(int budget) => 5;

    /// <summary>Chooses different candidates that were never suggested, or architectures that join them (<see cref="SearchView.Growth"/>). Equal views give equal choices.</summary>
    /// <param name="view">The state of the search.</param>
    /// <param name="count">At least 1, at most the number of open candidates.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>As many as were asked for.</returns>
    IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default);
}
