using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.Evolution;

/// <summary>
/// A population of the latest evaluations; the best of a few of them is changed in one operation, and the oldest dies.
/// Source: E. Real et al., "Regularized evolution for image classifier architecture search" (AAAI 2019).
/// </summary>
internal sealed class RegularisedEvolution : ISearchStrategy
{
    private const int Population = 10;

    private const int Tournament = 5;

    private const int Attempts = 200;

    public string Name => "evolution";

    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default)
    {
        view = view.Likely(count);
        var random = view.Generator();
        var open = view.Open().ToHashSet();
        var asked = view.Asked.ToHashSet();
        var population = view.Known.TakeLast(Population).ToArray();
        var chosen = new List<Architecture>();
        while (chosen.Count < count)
        {
            var next = view.Asked.Count + chosen.Count < Population || population.Length == 0 ? null : Child(population, view, asked, random);
            var architecture = next ?? random.Sample([.. open.OrderBy(view.Candidates.Place)], 1)[0];
            open.Remove(architecture);
            asked.Add(architecture);
            chosen.Add(architecture);
        }

        return chosen;
    }

    private static Architecture? Child((Architecture Architecture, double Accuracy)[] population, SearchView view, HashSet<Architecture> asked, SplitMix64 random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var parent = random.Sample(population, Math.Min(Tournament, population.Length)).MaxBy(member => member.Accuracy).Architecture;
            if (Neighbours.Mutation(parent, view, random) is { } child && !asked.Contains(child))
                return child;
        }

        return null; // everything around the population was suggested already
    }
}
