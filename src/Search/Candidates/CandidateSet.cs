using LatBench.Prediction.Encoding;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Candidates;

/// <summary>
/// The architectures that a search may suggest: one for each distinct network. Architectures with the same effective cell compute the same function, and so do
/// mirror images (nodes 1 and 2 exchanged where no edge lies between them); training two of them would be paying twice. Architectures without a path from
/// input to output are never candidates.
/// </summary>
public sealed class CandidateSet
{
    private static readonly Lazy<CandidateSet> LazySpace = new(() => Of(Space.Measurable));

    private readonly Dictionary<Architecture, Architecture> _byNetwork = [];

    private readonly HashSet<Architecture> _members;

    private CandidateSet(Architecture[] all)
    {
        (All, _members) = (all, [.. all]);
        foreach (var architecture in all)
            _byNetwork.TryAdd(Network(architecture), architecture);
    }

    /// <summary>The whole space: 8,764 distinct networks.</summary>
    public static CandidateSet WholeSpace => LazySpace.Value;

    /// <summary>All of them, by <see cref="Architecture.Index"/>.</summary>
    public IReadOnlyList<Architecture> All { get; }

    /// <summary>Gets the number of candidates.</summary>
    public int Count => All.Count;

    /// <summary>Picks one architecture for each distinct network: the one that has no dead edges where it is among those given, else the first.</summary>
    /// <param name="architectures">Any; repeated and unreachable ones are left out.</param>
    public static CandidateSet Of(IEnumerable<Architecture> architectures)
    {
        var chosen = new Dictionary<Architecture, Architecture>();
        foreach (var architecture in architectures.Distinct().OrderBy(architecture => architecture.Index))
        {
            var network = Network(architecture);
            if (network != default && (architecture == network || !chosen.ContainsKey(network)))
                chosen[network] = architecture;
        }

        return new CandidateSet([.. chosen.Values.OrderBy(architecture => architecture.Index)]);
    }

    /// <summary>
    /// Takes every architecture, also those that compute the same function: in a table each of them is a training of its own, with its own luck.
    /// </summary>
    /// <param name="architectures">Any; repeated and unreachable ones are left out.</param>
    public static CandidateSet EveryTraining(IEnumerable<Architecture> architectures) =>
        new([.. architectures.Distinct().Where(architecture => architecture.EffectiveCell.IsReachable).OrderBy(architecture => architecture.Index)]);

    /// <summary>Determines whether an architecture is one of them.</summary>
    public bool Contains(Architecture architecture) => _members.Contains(architecture);

    /// <summary>Those that meet a condition.</summary>
    public CandidateSet Where(Func<Architecture, bool> condition) => new([.. All.Where(condition)]);

    /// <summary>The candidate that computes the same function as an architecture; null where there is none. The first, where there are several.</summary>
    public Architecture? Twin(Architecture architecture) => _byNetwork.TryGetValue(Network(architecture), out var twin) ? twin : null;

    /// <summary>The architecture that stands for all that compute the same function: without dead edges, the smaller of two mirror images.</summary>
    internal static Architecture Network(Architecture architecture) => CellPaths.WithoutMirror(architecture.EffectiveCell.Architecture);
}
