using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>A Gaussian process over the options at the places of architectures, fitted to log errors, with an upper confidence bound after 20 random starts. A baseline.</summary>
internal sealed class GaussianProcessStrategy : ISearchStrategy
{
    private static readonly UpperBoundOptions Options = new(HasFigures: false, AccuracyScale.LogError, Starts: 20, Bound: 2);

    public string Name => "gaussian-process";

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
        UpperBoundChoice.Choose(view, count, Options, cancellationToken);
}
