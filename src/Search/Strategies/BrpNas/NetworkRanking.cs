using LatBench.Prediction.Predictors.CellNetworks;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>The order of architectures, the best first, by what a network has learnt.</summary>
internal static class NetworkRanking
{
    /// <summary>Sorts by the comparisons of a network with a <see cref="RelationHead"/>, over embeddings that are computed once.</summary>
    public static Architecture[] ByRelation(CellNetwork network, Architecture[] architectures, int threads)
    {
        var (first, second, bias) = (network.Head[0], network.Head[1], network.Head[2][0]);
        var embedded = network.Embed(architectures, threads).Select((embedding, i) => (Architecture: architectures[i], Better: Networks.Dot(embedding, first), Than: Networks.Dot(embedding, second))).ToArray();
        return [.. ComparisonSort.Sort(embedded, (a, b) => a.Better + b.Than + bias > 0).Select(member => member.Architecture)];
    }

    /// <summary>Sorts by the values that a network with a <see cref="ValueHead"/> predicts, the highest first.</summary>
    public static Architecture[] ByValue(CellNetwork network, Architecture[] architectures, int threads)
    {
        var values = network.Embed(architectures, threads).Select(embedding => Networks.Dot(embedding, network.Head[0])).ToArray();
        return [.. architectures.Zip(values).OrderByDescending(member => member.Second).Select(member => member.First)];
    }
}
