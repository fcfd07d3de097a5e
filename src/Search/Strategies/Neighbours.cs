using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies;

/// <summary>The candidates that are one change away from an architecture; where the candidates grow, those that may join are among them.</summary>
internal static class Neighbours
{
    public static IEnumerable<Architecture> Of(Architecture architecture, SearchView view)
    {
        var candidates = view.Candidates;
        var known = candidates.Space.Neighbors(architecture).Select(candidates.Twin).OfType<Architecture>();
        var joining = view.Growth?.Admit(candidates, candidates.Space.Neighbors(architecture)) ?? [];
        return known.Concat(joining).Where(neighbour => neighbour != architecture);
    }

    /// <summary>One random change of an architecture; null where it leads to no candidate.</summary>
    public static Architecture? Mutation(Architecture architecture, SearchView view, SplitMix64 random)
    {
        if (view.Growth is not { } growth)
            return Of(architecture, view).ToArray() is { Length: > 0 } neighbours ? neighbours[random.Next(neighbours.Length)] : null;
        var (space, candidates) = (view.Candidates.Space, view.Candidates);
        var mutated = space.Variation?.Mutate(architecture, random) ?? random.Sample([.. space.Neighbors(architecture)], 1)[0];
        var mutation = candidates.Twin(mutated) ?? (growth.Admit(candidates, [mutated]) is [var joining] ? joining : (Architecture?)null);
        return mutation == architecture ? null : mutation;
    }
}
