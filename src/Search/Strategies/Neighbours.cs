using LatBench.Search.Candidates;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Strategies;

/// <summary>The candidates that are one operation away from an architecture.</summary>
internal static class Neighbours
{
    public static IEnumerable<Architecture> Of(Architecture architecture, CandidateSet candidates)
    {
        var operations = architecture.Operations.ToArray();
        for (var edge = 0; edge < operations.Length; edge++)
        {
            for (var digit = 0; digit < Operations.Count; digit++)
            {
                if (digit == (int)architecture[edge])
                    continue;
                var changed = (Operation[])operations.Clone();
                changed[edge] = (Operation)digit;
                if (candidates.Twin(Architecture.FromOperations(changed)) is { } neighbour && neighbour != architecture)
                    yield return neighbour;
            }
        }
    }
}
