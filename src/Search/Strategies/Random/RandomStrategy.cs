using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.Random;

/// <summary>Draws candidates, all equally likely. The baseline that every other strategy has to beat.</summary>
internal sealed class RandomStrategy : ISearchStrategy
{
    public string Name => "random";

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
        view.Generator().Sample(view.Likely(count).Open(), count);
}
