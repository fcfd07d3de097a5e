using System.Runtime.CompilerServices;
using LatBench.SearchSpaces;

namespace LatBench.Search.Candidates;

/// <summary>
/// The architectures that a search may suggest: one for each function. Architectures with the same canonical form compute the same function, and so may others, such as
/// mirror images (<see cref="ISearchSpace.Representative"/>); training two of them would be paying twice. Architectures that are not measurable are never candidates.
/// </summary>
public sealed class CandidateSet
{
    /// <summary>The number of candidates that are drawn of a space that is too large to be listed.</summary>
    public const int SampleSize = 20_000;

    private const ulong SampleSeed = 1;

    private static readonly ConditionalWeakTable<ISearchSpace, Lazy<CandidateSet>> Spaces = [];

    private readonly Dictionary<Architecture, int> _places;

    private readonly Lazy<Dictionary<Architecture, Architecture>> _byFunction;

    private CandidateSet(ISearchSpace space, Architecture[] all, Func<Dictionary<Architecture, Architecture>>? byFunction = null)
    {
        (Space, All) = (space, all);
        _places = all.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        _byFunction = new(byFunction ?? (() => ByFunction(space, all)));
    }

    /// <summary>Gets the space of the candidates.</summary>
    public ISearchSpace Space { get; }

    /// <summary>Gets all of them, by <see cref="ISearchSpace.Code"/>; then those that were added.</summary>
    public IReadOnlyList<Architecture> All { get; }

    /// <summary>Gets the number of candidates.</summary>
    public int Count => All.Count;

    /// <summary>Gets the candidates of a whole space, or of <see cref="SampleSize"/> architectures where it is too large to be listed. They are made once for each space.</summary>
    /// <param name="space">The space.</param>
    public static CandidateSet OfSpace(ISearchSpace space) => Spaces.GetValue(space, one => new Lazy<CandidateSet>(() =>
        Of(one, SpaceIndex.Of(one)?.Measurable ?? one.Sample(SampleSize, SampleSeed)))).Value;

    /// <summary>Gets the same of a sample of another size.</summary>
    /// <param name="space">The space; one that can be listed is taken as a whole.</param>
    /// <param name="sampleSize">The number of architectures that are drawn.</param>
    public static CandidateSet OfSpace(ISearchSpace space, int sampleSize) =>
        sampleSize == SampleSize || SpaceIndex.Has(space) ? OfSpace(space) : Of(space, space.Sample(sampleSize, SampleSeed));

    /// <summary>Picks one architecture for each function: the representative where it is among those given, else the first.</summary>
    /// <param name="space">The space.</param>
    /// <param name="architectures">Any; repeated ones and those that are not measurable are left out.</param>
    public static CandidateSet Of(ISearchSpace space, IEnumerable<Architecture> architectures)
    {
        var chosen = new Dictionary<Architecture, Architecture>();
        foreach (var architecture in Ordered(space, architectures.Distinct()))
        {
            if (space.WhyNotMeasurable(architecture) is not null)
                continue;
            var function = space.Representative(architecture);
            if (architecture == function || !chosen.ContainsKey(function))
                chosen[function] = architecture;
        }

        return new CandidateSet(space, [.. Ordered(space, chosen.Values)], () => chosen);
    }

    /// <summary>Makes the set again of what <see cref="All"/> gave, in that order.</summary>
    /// <param name="space">The space.</param>
    /// <param name="all">Different measurable architectures, one for each function.</param>
    public static CandidateSet Restore(ISearchSpace space, IEnumerable<Architecture> all) => new(space, [.. all]);

    /// <summary>The same with more behind them.</summary>
    /// <param name="others">Representatives that have no <see cref="Twin"/> among the candidates.</param>
    public CandidateSet With(IReadOnlyList<Architecture> others)
    {
        return others.Count == 0 ? this : new CandidateSet(Space, [.. All, .. others], Both);

        Dictionary<Architecture, Architecture> Both()
        {
            var both = new Dictionary<Architecture, Architecture>(_byFunction.Value);
            foreach (var other in others)
                both.TryAdd(Space.Representative(other), other);
            return both;
        }
    }

    /// <summary>Determines whether an architecture is one of them.</summary>
    public bool Contains(Architecture architecture) => _places.ContainsKey(architecture);

    /// <summary>Gets the place of a candidate in <see cref="All"/>.</summary>
    /// <param name="architecture">One of them.</param>
    public int Place(Architecture architecture) => _places[architecture];

    /// <summary>Those that meet a condition.</summary>
    public CandidateSet Where(Func<Architecture, bool> condition)
    {
        Architecture[] meeting = [.. All.Where(condition)];
        return new CandidateSet(Space, meeting, Meeting);

        Dictionary<Architecture, Architecture> Meeting()
        {
            var kept = meeting.ToHashSet();
            return _byFunction.Value.Where(pair => kept.Contains(pair.Value)).ToDictionary();
        }
    }

    /// <summary>The candidate that computes the same function as an architecture; null where there is none. The first, where there are several.</summary>
    public Architecture? Twin(Architecture architecture) =>
        Space.WhyNotMeasurable(architecture) is null && _byFunction.Value.TryGetValue(Space.Representative(architecture), out var twin) ? twin : null;

    private static Dictionary<Architecture, Architecture> ByFunction(ISearchSpace space, Architecture[] all)
    {
        var byFunction = new Dictionary<Architecture, Architecture>(all.Length);
        foreach (var architecture in all)
            byFunction.TryAdd(space.Representative(architecture), architecture);
        return byFunction;
    }

    private static IEnumerable<Architecture> Ordered(ISearchSpace space, IEnumerable<Architecture> architectures) =>
        architectures.Select(architecture => (architecture, space.Code(architecture))).OrderBy(pair => pair.Item2, StringComparer.Ordinal).Select(pair => pair.architecture);
}
