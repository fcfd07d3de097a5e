using LatBench.SearchSpaces;

namespace LatBench.Search.Candidates;

/// <summary>
/// Lets a search suggest more than the candidates that were drawn of a space that is too large to be listed: the surroundings of what turned out to be good.
/// </summary>
/// <param name="admit">Returns those of given representatives that may be suggested, in their order; equal arguments give equal results.</param>
public sealed class CandidateGrowth(Func<IReadOnlyList<Architecture>, IReadOnlyList<Architecture>> admit)
{
    /// <summary>Gets the growth that admits every measurable architecture, as where a search has no limits.</summary>
    public static CandidateGrowth Unlimited { get; } = new(architectures => architectures);

    /// <summary>Returns the architectures that join: one for each function, measurable, none of them a candidate already.</summary>
    /// <param name="candidates">The candidates that there are.</param>
    /// <param name="architectures">Any architectures of the space.</param>
    public IReadOnlyList<Architecture> Admit(CandidateSet candidates, IEnumerable<Architecture> architectures)
    {
        var space = candidates.Space;
        Architecture[] others =
        [
            .. architectures.Where(architecture => space.WhyNotMeasurable(architecture) is null).Select(space.Representative).Distinct()
                .Where(architecture => candidates.Twin(architecture) is null),
        ];
        return others.Length == 0 ? [] : admit(others);
    }

    /// <summary>The same for architectures that meet a condition as well.</summary>
    public CandidateGrowth Where(Func<Architecture, bool> condition) => new(architectures => [.. admit(architectures).Where(condition)]);
}
