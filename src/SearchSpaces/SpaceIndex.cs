using System.Runtime.CompilerServices;

namespace LatBench.SearchSpaces;

/// <summary>
/// All architectures of a space that is small enough to be listed, and the place of each in that list. It is made once for each space. Whatever computes something for a
/// whole space in advance asks for it, and does without where there is none.
/// </summary>
public sealed class SpaceIndex
{
    /// <summary>The largest number of architectures that are listed: 100,000.</summary>
    public const int MaxSize = 100_000;

    private static readonly ConditionalWeakTable<ISearchSpace, Lazy<SpaceIndex>> Known = [];

    private readonly Architecture[] _all;

    private readonly Dictionary<Architecture, int> _places;

    private readonly Lazy<Architecture[]> _measurable;

    private SpaceIndex(ISearchSpace space)
    {
        _all = [.. space.Enumerate()];
        _places = _all.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        _measurable = new(() => [.. _all.Where(architecture => space.WhyNotMeasurable(architecture) is null)]);
    }

    /// <summary>Gets all architectures, in the order in which the space enumerates them.</summary>
    public IReadOnlyList<Architecture> All => _all;

    /// <summary>Gets the measurable ones, in the same order.</summary>
    public IReadOnlyList<Architecture> Measurable => _measurable.Value;

    /// <summary>Gets the place of an architecture in <see cref="All"/>.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    public int this[Architecture architecture] => _places[architecture];

    /// <summary>Determines whether a space is small enough.</summary>
    /// <param name="space">The space.</param>
    public static bool Has(ISearchSpace space) => space.Size <= MaxSize;

    /// <summary>Gets the index of a space; null where it is too large or cannot be enumerated.</summary>
    /// <param name="space">The space.</param>
    public static SpaceIndex? Of(ISearchSpace space) =>
        Has(space) ? Known.GetValue(space, one => new Lazy<SpaceIndex>(() => new SpaceIndex(one))).Value : null;

    /// <summary>Finds the place of an architecture in <see cref="All"/>.</summary>
    /// <param name="architecture">Any architecture.</param>
    /// <param name="place">The place, where it is one of the space.</param>
    /// <returns>True where it is.</returns>
    public bool TryGetPlace(Architecture architecture, out int place) => _places.TryGetValue(architecture, out place);
}
