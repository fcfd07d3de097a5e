using LatBench.LatencyTables;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>The search space that benchmarks run on.</summary>
internal static class BenchSpace
{
    /// <summary>The space.</summary>
    public static ISearchSpace Space { get; } = SearchSpaceRegistry.BuiltIn.Default;

    /// <summary>All of its architectures.</summary>
    public static SpaceIndex Index => SpaceIndex.Of(Space)!;

    /// <summary>Reads one column of a table of latencies as labels.</summary>
    /// <exception cref="BenchException">The file or the column cannot be used.</exception>
    public static LabelledArchitecture[] Labels(string file, string column)
    {
        try
        {
            return [.. LatencyTable.Open(Space, file).Read(column).Latencies.Select(row => new LabelledArchitecture(row.Architecture, row.Latency))];
        }
        catch (TableException exception)
        {
            throw new BenchException(exception.Message);
        }
    }
}
