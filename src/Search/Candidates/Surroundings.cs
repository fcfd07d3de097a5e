using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Candidates;

/// <summary>
/// The architectures around the best evaluated ones: their neighbours, and crosses of them where the space has variation. Strategies that rank all candidates rank these as
/// well, so that in a large space they are not confined to a sample of it.
/// </summary>
internal static class Surroundings
{
    private const int Parents = 10;

    private const int NeighboursOfParent = 100;

    private const int Crosses = 200;

    private const ulong Stream = 0x5EED_0F_6A0E;

    /// <summary>
    /// The view with the surroundings of its best evaluations among the candidates, or, where there are few, of what was suggested and of other candidates; the same view where
    /// its candidates do not grow.
    /// </summary>
    public static SearchView Grown(this SearchView view)
    {
        if (view.Growth is not { } growth)
            return view;
        Architecture[] best = [.. view.Known.OrderByDescending(known => known.Accuracy).Select(known => known.Architecture).Concat(view.Asked).Concat(view.Candidates.All).Distinct().Take(Parents)];
        var random = new SplitMix64(view.Generator().Next() ^ Stream);
        var admitted = growth.Admit(view.Candidates, [.. best.SelectMany(parent => NeighboursOf(view.Candidates.Space, parent, random)), .. CrossesOf(view.Candidates.Space, best, random)]);
        return admitted.Count == 0 ? view : view with { Candidates = view.Candidates.With(admitted) };
    }

    private static Architecture[] NeighboursOf(ISearchSpace space, Architecture parent, SplitMix64 random)
    {
        Architecture[] neighbours = [.. space.Neighbors(parent)];
        return random.Sample(neighbours, Math.Min(NeighboursOfParent, neighbours.Length));
    }

    private static IEnumerable<Architecture> CrossesOf(ISearchSpace space, Architecture[] parents, SplitMix64 random)
    {
        if (space.Variation is not { } variation || parents.Length < 2)
            yield break;
        for (var i = 0; i < Crosses; i++)
        {
            var pair = random.Sample(parents, 2);
            yield return variation.Cross(pair[0], pair[1], random);
        }
    }
}
