using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Quickstart;

/// <summary>
/// Answers a search with a measure in place of accuracy: the parameters of a network, in percent of the largest of the space. A quickstart trains nothing, so
/// it has no accuracy to tell; it shows the search, the limit and the verification, not which network is the most accurate.
/// </summary>
internal static class StandIn
{
    /// <summary>The name of the measure that replaces accuracy.</summary>
    public const string Name = "parameters";

    private static readonly ISearchSpace SearchSpace = SearchSpaceRegistry.BuiltIn.Default;

    private static readonly double Largest = SpaceIndex.Of(SearchSpace)!.Measurable.Max(Parameters);

    /// <summary>The report of an architecture.</summary>
    public static AccuracyReport Answer(string architecture) => new() { Architecture = architecture, Accuracy = Percent(architecture) };

    /// <summary>Parameters in percent of the largest network's, 0 to 100.</summary>
    public static double Percent(string architecture) => 100 * Parameters(SearchSpace.Parse(architecture)) / Largest;

    private static double Parameters(Architecture architecture) => SearchSpace.Costs(SearchSpace.Canonicalize(architecture), SearchSpace.Inputs[0]).Parameters;
}
