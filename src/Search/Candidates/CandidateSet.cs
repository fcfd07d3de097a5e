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

    private readonly Dictionary<Architecture, Architecture> _byFunction = [];

    private readonly Dictionary<Architecture, int> _places;

    private CandidateSet(ISearchSpace space, Architecture[] all)
    {
        (Space, All) = (space, all);
        _places = all.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (var architecture in all)
            _byFunction.TryAdd(space.Representative(architecture), architecture);
    }

    /// <summary>Gets the space of the candidates.</summary>
    public ISearchSpace Space { get; }

    /// <summary>Gets all of them, by <see cref="ISearchSpace.Code"/>.</summary>
    public IReadOnlyList<Architecture> All { get; }

    /// <summary>Gets the number of candidates.</summary>
    public int Count => All.Count;

    /// <summary>Gets the candidates of a whole space, or of <see cref="SampleSize"/> architectures where it is too large to be listed. They are made once for each space.</summary>
    /// <param name="space">The space.</param>
    public static CandidateSet OfSpace(ISearchSpace space) => Spaces.GetValue(space, one => new Lazy<CandidateSet>(() =>
        Of(one, SpaceIndex.Of(one)?.Measurable ?? one.Sample(SampleSize, SampleSeed)))).Value;

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

        return new CandidateSet(space, [.. Ordered(space, chosen.Values)]);
    }

    /// <summary>Determines whether an architecture is one of them.</summary>
    public bool Contains(Architecture architecture) => _places.ContainsKey(architecture);

    /// <summary>Gets the place of a candidate in <see cref="All"/>.</summary>
    /// <param name="architecture">One of them.</param>
    public int Place(Architecture architecture) => _places[architecture];

    /// <summary>Those that meet a condition.</summary>
    public CandidateSet Where(Func<Architecture, bool> condition) => new(Space, [.. All.Where(condition)]);

    /// <summary>The candidate that computes the same function as an architecture; null where there is none. The first, where there are several.</summary>
    public Architecture? Twin(Architecture architecture) =>
        Space.WhyNotMeasurable(architecture) is null && _byFunction.TryGetValue(Space.Representative(architecture), out var twin) ? twin : null;

    private static IEnumerable<Architecture> Ordered(ISearchSpace space, IEnumerable<Architecture> architectures) =>
        architectures.Select(architecture => (architecture, space.Code(architecture))).OrderBy(pair => pair.Item2, StringComparer.Ordinal).Select(pair => pair.architecture);
}
