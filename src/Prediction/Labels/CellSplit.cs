using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>Splits labels so that no network is on both sides: architectures that share one look the same to every predictor, and have nearly or exactly the same latency.</summary>
public static class NetworkSplit
{
    /// <summary>Takes the networks that come first, each with all its labels, until enough labels are taken.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="labels">In the order in which networks are taken.</param>
    /// <param name="count">The minimum number of labels to take: the last network may bring more.</param>
    /// <returns>The labels taken, and the others, both in their order.</returns>
    public static (IReadOnlyList<LabelledArchitecture> Taken, IReadOnlyList<LabelledArchitecture> Others) Take(ISearchSpace space, IReadOnlyList<LabelledArchitecture> labels, int count)
    {
        List<LabelledArchitecture> taken = [], others = [];
        foreach (var network in Networks(space, labels))
            (taken.Count < count ? taken : others).AddRange(network);
        return (taken, others);
    }

    /// <summary>The labels of each network, under its canonical architecture, in the order in which the networks first appear.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="labels">Any.</param>
    public static IEnumerable<IGrouping<Architecture, LabelledArchitecture>> Networks(ISearchSpace space, IEnumerable<LabelledArchitecture> labels) =>
        labels.GroupBy(label => space.Canonicalize(label.Architecture));
}
