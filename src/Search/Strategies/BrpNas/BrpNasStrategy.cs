using LatBench.Prediction.Predictors.CellNetworks;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>
/// The binary relation predictor: a graph network learns from all pairs of the evaluations which of two architectures is better, the open candidates are
/// sorted by it, and an iteration takes half from the top and half at random. Where the latencies of a predictor are given, its layers begin with what
/// a network has learnt of them. Source: L. Dudziak et al., "BRP-NAS: prediction-based NAS using GCNs" (NeurIPS 2020).
/// </summary>
internal sealed class BrpNasStrategy(StrategyOptions options) : ISearchStrategy
{
    private readonly GcnOptions _network = Networks.Options(options);

    public string Name => "brp-nas";

    public bool NeedsCellGraph => true;

    public int Batch(int budget) => Math.Max(1, budget / options.Iterations);

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
        RankedChoice.Choose(view, count, options.Alpha, open => Rank(view, open, cancellationToken));

    private Architecture[] Rank(SearchView view, Architecture[] open, CancellationToken cancellationToken)
    {
        var seed = view.Generator().Next();
        var start = view.Related is { Count: >= RankedChoice.FewestKnown } related ? Pretrained(view.Candidates.Space, related, seed, cancellationToken) : null;
        var network = CellNetwork.Train(
            _network, view.Candidates.Space, batch => new RelationHead(batch, options.Hidden),
            [.. view.Known.Select(known => known.Architecture)], [.. view.Known.Select(known => known.Accuracy)], seed, options.Threads, start, cancellationToken);
        return NetworkRanking.ByRelation(network, open, options.Threads);
    }

    private CellNetwork Pretrained(ISearchSpace space, IReadOnlyList<(Architecture Architecture, double Value)> related, ulong seed, CancellationToken cancellationToken)
    {
        var epochs = Math.Max(1, _network.Epochs * 20 / related.Count); // as many steps as twenty evaluations take
        return CellNetwork.Train(
            _network with { Epochs = epochs }, space, batch => new ValueHead(batch, options.Hidden),
            [.. related.Select(label => label.Architecture)], Networks.Standard([.. related.Select(label => label.Value)]), seed, options.Threads, null, cancellationToken);
    }
}
