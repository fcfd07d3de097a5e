using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Labels;

/// <summary>Splits labels so that no effective cell is on both sides: architectures that share one look the same to every predictor, and have nearly or exactly the same latency.</summary>
public static class CellSplit
{
    /// <summary>Takes the effective cells that come first, each with all its labels, until enough labels are taken.</summary>
    /// <param name="labels">In the order in which cells are taken.</param>
    /// <param name="count">The minimum number of labels to take: the last cell may bring more.</param>
    /// <returns>The labels taken, and the others, both in their order.</returns>
    public static (IReadOnlyList<LabelledArchitecture> Taken, IReadOnlyList<LabelledArchitecture> Others) Take(IReadOnlyList<LabelledArchitecture> labels, int count)
    {
        List<LabelledArchitecture> taken = [], others = [];
        foreach (var cell in Cells(labels))
            (taken.Count < count ? taken : others).AddRange(cell);
        return (taken, others);
    }

    /// <summary>The labels of each effective cell, in the order in which the cells first appear.</summary>
    /// <param name="labels">Any.</param>
    public static IEnumerable<IGrouping<Architecture, LabelledArchitecture>> Cells(IEnumerable<LabelledArchitecture> labels) =>
        labels.GroupBy(label => label.Architecture.EffectiveCell.Architecture);
}
