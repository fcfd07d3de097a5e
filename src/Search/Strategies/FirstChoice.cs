using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies;

/// <summary>The choice before anything is known: candidates drawn at random; with a prior, every second one is the best that is left by it.</summary>
internal static class FirstChoice
{
    public static Architecture[] Of(SearchView view, Architecture[] open, int count)
    {
        var random = view.Generator();
        if (view.Prior is not { } prior)
            return random.Sample(open, count);
        var top = open.OrderByDescending(prior).ThenBy(view.Candidates.Place).Take((count + 1) / 2).ToArray();
        return [.. top, .. random.Sample([.. open.Except(top)], count - top.Length)];
    }
}
