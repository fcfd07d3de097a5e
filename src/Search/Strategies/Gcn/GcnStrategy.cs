using LatBench.Prediction.Predictors.CellNetworks;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies.BrpNas;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.Gcn;

/// <summary>The same network and the same selection as BRP-NAS, but it learns accuracies instead of which of two is better. A baseline.</summary>
internal sealed class GcnStrategy(StrategyOptions options) : ISearchStrategy
{
    public string Name => "gcn";

    public bool NeedsCellGraph => true;

    public int Batch(int budget) => Math.Max(1, budget / options.Iterations);

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
        RankedChoice.Choose(view, count, options.Alpha, open => Rank(view, open, cancellationToken));

    private Architecture[] Rank(SearchView view, Architecture[] open, CancellationToken cancellationToken)
    {
        var network = CellNetwork.Train(
            Networks.Options(options), view.Candidates.Space, batch => new ValueHead(batch, options.Hidden), [.. view.Known.Select(known => known.Architecture)],
            Networks.Standard([.. view.Known.Select(known => known.Accuracy)]), view.Generator().Next(), options.Threads, null, cancellationToken);
        return NetworkRanking.ByValue(network, open, options.Threads);
    }
}
