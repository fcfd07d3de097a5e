using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;

namespace LatBench.Search.Evaluations;

/// <summary>Everything a strategy may look at. Strategies keep nothing else between two calls, so a search that is stored can go on anywhere.</summary>
/// <param name="Candidates">The candidates that may be suggested now; those that were suggested before they were candidates are among them.</param>
/// <param name="Asked">Every architecture that was ever suggested, in that order.</param>
/// <param name="Evaluations">The reported evaluations, in the order of arrival; failed trainings too.</param>
/// <param name="Seed">The search's seed.</param>
public sealed record SearchView(
    CandidateSet Candidates, IReadOnlyList<Architecture> Asked, IReadOnlyList<Evaluation> Evaluations, ulong Seed)
{
    /// <summary>Gets an estimate, without training, of the quality of an architecture, higher is better; null where nothing is known.</summary>
    public Func<Architecture, double>? Prior { get; init; }

    /// <summary>Something related that is known of many architectures, such as the logarithms of predicted latencies, for strategies that transfer from it; null where nothing is.</summary>
    public IReadOnlyList<(Architecture Architecture, double Value)>? Related { get; init; }

    /// <summary>
    /// Gets the probability, 0 to 1, that an architecture meets the limits; null where there are none, or where only those are candidates that
    /// surely meet them.
    /// </summary>
    public Func<Architecture, double>? Chance { get; init; }

    /// <summary>
    /// Gets the growth of the candidates, where they are a sample of a space that is too large to be listed; null where nothing else may be suggested. For what it admits
    /// <see cref="Prior"/> and <see cref="Chance"/> have values too.
    /// </summary>
    public CandidateGrowth? Growth { get; init; }

    /// <summary>The evaluations that have an accuracy.</summary>
    public IReadOnlyList<(Architecture Architecture, double Accuracy)> Known { get; } =
        [.. Evaluations.Where(evaluation => evaluation.Accuracy is not null).Select(evaluation => (evaluation.Architecture, evaluation.Accuracy!.Value))];

    /// <summary>Candidates that were never suggested.</summary>
    public Architecture[] Open()
    {
        var asked = Asked.ToHashSet();
        return [.. Candidates.All.Where(architecture => !asked.Contains(architecture))];
    }

    /// <summary>The same with the surroundings of the best among the candidates, where they grow and fewer than <paramref name="count"/> are open.</summary>
    public SearchView WithOpen(int count) => Growth is null || Open().Length >= count ? this : this.Grown();

    /// <summary>The same for who does not weigh chances: without candidates that are unlikely to meet the limits, unless fewer than <paramref name="count"/> are open then.</summary>
    public SearchView Likely(int count)
    {
        if (Chance is null)
            return this;
        var likely = Where(architecture => Chance(architecture) >= LimitChance.Likely) with { Chance = null };
        return likely.Open().Length >= count ? likely : this with { Chance = null };
    }

    /// <summary>The same with those candidates only that meet a condition, and no growth by others.</summary>
    public SearchView Where(Func<Architecture, bool> condition) => this with { Candidates = Candidates.Where(condition), Growth = Growth?.Where(condition) };

    /// <summary>A generator that depends on the seed and on how much was suggested, and on nothing else.</summary>
    public SplitMix64 Generator() => new(new SplitMix64(Seed + (0x9E3779B97F4A7C15 * (ulong)(Asked.Count + 1))).Next());
}
