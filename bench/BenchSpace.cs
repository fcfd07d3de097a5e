using System.CommandLine;
using LatBench.LatencyTables;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>The search space that benchmarks run on: the default one, unless a benchmark takes <c>--space</c>.</summary>
internal static class BenchSpace
{
    /// <summary>The space.</summary>
    public static ISearchSpace Space { get; } = SearchSpaceRegistry.BuiltIn.Default;

    /// <summary>The option that names another space.</summary>
    public static Option<string> Name { get; } = new("--space") { DefaultValueFactory = _ => Space.Name, Description = "The search space." };

    /// <summary>All of its architectures.</summary>
    public static SpaceIndex Index => SpaceIndex.Of(Space)!;

    /// <summary>The space that a call names.</summary>
    /// <exception cref="BenchException">There is none of this name.</exception>
    public static ISearchSpace Of(ParseResult parsed) => SearchSpaceRegistry.BuiltIn.TryGet(parsed.GetRequiredValue(Name), out var space)
        ? space
        : throw new BenchException(SearchSpaceRegistry.BuiltIn.Unknown(parsed.GetRequiredValue(Name)));

    /// <summary>Reads one column of a table of latencies as labels.</summary>
    /// <exception cref="BenchException">The file or the column cannot be used.</exception>
    public static LabelledArchitecture[] Labels(ISearchSpace space, string file, string column)
    {
        try
        {
            return [.. LatencyTable.Open(space, file).Read(column).Latencies.Select(row => new LabelledArchitecture(row.Architecture, row.Latency))];
        }
        catch (TableException exception)
        {
            throw new BenchException(exception.Message);
        }
    }
}
