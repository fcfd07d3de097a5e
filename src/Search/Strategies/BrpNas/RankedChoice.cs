using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>The iterative data selection of BRP-NAS: a share from the top of a ranking, the rest at random.</summary>
internal static class RankedChoice
{
    /// <summary>The fewest evaluations that a network is trained on.</summary>
    public const int FewestKnown = 4;

    public static IReadOnlyList<Architecture> Choose(SearchView view, int count, double alpha, Func<Architecture[], Architecture[]> rank)
    {
        view = view.Likely(count);
        if (view.Known.Count < FewestKnown)
            return FirstChoice.Of(view, view.Open(), count);
        var ranked = rank(view.Grown().Open());
        var top = ranked[..(int)Math.Round(alpha * count, MidpointRounding.AwayFromZero)];
        return [.. top, .. view.Generator().Sample(ranked[top.Length..], count - top.Length)];
    }
}
