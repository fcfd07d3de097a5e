using LatBench.Search.Candidates;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies;

/// <summary>The candidates that are one operation away from an architecture.</summary>
internal static class Neighbours
{
    public static IEnumerable<Architecture> Of(Architecture architecture, CandidateSet candidates) =>
        candidates.Space.Neighbors(architecture).Select(candidates.Twin).OfType<Architecture>().Where(neighbour => neighbour != architecture);
}
