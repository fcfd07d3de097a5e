using LatBench.Prediction.Predictors.CellNetworks;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>
/// The search of the BRP-NAS paper with the settings of its authors' program (<c>acc_gcn_nasbench201_bin.yaml</c> and <c>--iter 5 --sample_best2</c> of SamsungLabs/eagle): 100 trainings
/// in iterations of 20, the first at random, the others half from the top and half at random from the best part of the ranking (1/2, 1/4, 1/8, 1/16 of it); the network has width 600,
/// is trained further in each iteration, and for longer (50, 100, …, 250 epochs; the rate falls from 3.5e-4 by a cosine); its answers are soft. What comes after the 100 is the last
/// ranking in its order. One difference: a step has 16 architectures and all of their 240 ordered pairs, and an epoch has every architecture once, where the program draws up to 60
/// of all pairs a step; its way needs hours a search on a CPU.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="threads">Threads to compute with.</param>
internal sealed class PaperStrategy(PaperOptions options, int threads) : ISearchStrategy
{
    /// <summary>The last network, what it was trained on, and its ranking, so that the next call need not do again what the one before did.</summary>
    private ((Architecture, double)[] Labels, CellNetwork Network)? _last;

    private (CellNetwork Network, CandidateSet Candidates, Architecture[] Order)? _ranking;

    public string Name => options.Name;

    public bool NeedsCellGraph => true;

    public int Batch(int budget) => options.BatchSize;

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default)
    {
        view = view.Likely(count);
        var iteration = Math.Min(view.Known.Count / options.BatchSize, options.Iterations);
        if (iteration == 0)
            return FirstChoice.Of(view, view.Open(), count);
        var ranking = Ranking(Trained(view, iteration, cancellationToken), view.Candidates);
        var open = view.Open().ToHashSet();
        Architecture[] ranked = [.. ranking.Where(open.Contains)];
        if (iteration == options.Iterations)
            return ranked[..count];
        var top = ranked[..((count + 1) / 2)];
        var best = ranking.Take(ranking.Length >> iteration).Where(open.Contains).Count();
        return [.. top, .. view.Generator().Sample(ranked[top.Length..Math.Max(count, best)], count - top.Length)];
    }

    private Architecture[] Ranking(CellNetwork network, CandidateSet candidates)
    {
        if (_ranking is { } last && last.Network == network && last.Candidates == candidates)
            return last.Order;
        Architecture[] all = [.. candidates.All];
        var order = options.LearnsRelation ? NetworkRanking.ByRelation(network, all, threads) : NetworkRanking.ByValue(network, all, threads);
        _ranking = (network, candidates, order);
        return order;
    }

    private CellNetwork Trained(SearchView view, int iteration, CancellationToken cancellationToken)
    {
        (Architecture, double)[] known = [.. view.Known];
        CellNetwork? network = null;
        var done = 0;
        if (_last is { } last && last.Labels.Length <= options.BatchSize * iteration && known.AsSpan().StartsWith(last.Labels))
            (done, network) = (last.Labels.Length / options.BatchSize, last.Network);
        for (; done < iteration; done++)
        {
            var labels = known[..(options.BatchSize * (done + 1))];
            network = Trained(network, view, labels, done, cancellationToken);
            _last = (labels, network);
        }

        return network!;
    }

    private CellNetwork Trained(CellNetwork? start, SearchView view, (Architecture Architecture, double Accuracy)[] labels, int iteration, CancellationToken cancellationToken)
    {
        var network = options.Network with { Epochs = options.Network.Epochs * (iteration + 1) / options.Iterations };
        var seed = new SplitMix64(view.Seed + (ulong)iteration).Next();
        Architecture[] architectures = [.. labels.Select(label => label.Architecture)];
        var targets = options.LearnsRelation ? [.. labels.Select(label => label.Accuracy / 100)] : Networks.Standard([.. labels.Select(label => label.Accuracy)]);
        return start is null
            ? CellNetwork.Train(network, view.Candidates.Space, Head, architectures, targets, seed, threads, null, cancellationToken)
            : start.Continue(network, Head, architectures, targets, seed, threads, cancellationToken);
    }

    private ITrainingHead Head(int batch) => options.LearnsRelation ? new RelationHead(batch, options.Network.Hidden, isSoft: true) : new ValueHead(batch, options.Network.Hidden);
}
