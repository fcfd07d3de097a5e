using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.LocalSearch;

/// <summary>
/// Evaluates what is one operation away from the best of a climb, in random order, moves as soon as something is better, and starts afresh where nothing is.
/// Source: C. White et al., "Exploring the loss landscape in neural architecture search" (UAI 2021). Where the climb stands is read from the evaluations.
/// </summary>
internal sealed class LocalSearchStrategy : ISearchStrategy
{
    private const int Starts = 5;

    public string Name => "local-search";

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default)
    {
        view = view.Likely(count);
        var random = view.Generator();
        var open = view.Open().ToHashSet();
        var asked = view.Asked.ToHashSet();
        var around = new Dictionary<Architecture, Architecture[]>();
        var spent = new HashSet<Architecture>(); // places whose surroundings have nothing left
        var chosen = new List<Architecture>();
        while (chosen.Count < count)
        {
            var next = view.Asked.Count + chosen.Count < Starts ? null : Around(view, AroundOf, asked, spent, random);
            var architecture = next ?? random.Sample([.. open.OrderBy(view.Candidates.Place)], 1)[0];
            open.Remove(architecture);
            asked.Add(architecture);
            chosen.Add(architecture);
        }

        return chosen;

        Architecture[] AroundOf(Architecture architecture) => around.TryGetValue(architecture, out var known) ? known : around[architecture] = [.. Neighbours.Of(architecture, view)];
    }

    private static Architecture? Around(SearchView view, Func<Architecture, Architecture[]> around, HashSet<Architecture> asked, HashSet<Architecture> spent, SplitMix64 random)
    {
        if (Centre(view, around) is not { } centre || spent.Contains(centre))
            return null;
        Architecture[] neighbours = [.. around(centre).Where(neighbour => !asked.Contains(neighbour)).Distinct()];
        if (neighbours.Length > 0)
            return neighbours[random.Next(neighbours.Length)];
        spent.Add(centre);
        return null;
    }

    /// <summary>Follows the evaluations: the best so far, until all around it is known; then the best of what came after.</summary>
    private static Architecture? Centre(SearchView view, Func<Architecture, Architecture[]> around)
    {
        (Architecture Architecture, double Accuracy)? centre = null;
        var seen = new HashSet<Architecture>();
        foreach (var evaluation in view.Known)
        {
            if (centre is { } stuck && around(stuck.Architecture).All(seen.Contains))
                centre = null;
            seen.Add(evaluation.Architecture);
            if (centre is null || evaluation.Accuracy > centre.Value.Accuracy)
                centre = evaluation;
        }

        return centre?.Architecture;
    }
}
