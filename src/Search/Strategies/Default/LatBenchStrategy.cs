using LatBench.Search.Evaluations;
using LatBench.Search.Strategies.GaussianProcess;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.Default;

/// <summary>
/// The default. Architectures that compute the same function are one candidate; a Gaussian process sees both which operation stands where and figures of the
/// whole, is fitted on a scale that stretches the top, and starts after ten.
/// </summary>
internal sealed class LatBenchStrategy : ISearchStrategy
{
    private static readonly UpperBoundOptions Options = new(HasFigures: true, AccuracyScale.TopHeavy, Starts: 10, Bound: 1);

    public string Name => "latbench";

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
        UpperBoundChoice.Choose(view, count, Options, cancellationToken);
}
