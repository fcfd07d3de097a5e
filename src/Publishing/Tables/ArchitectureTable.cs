using System.Globalization;
using LatBench.SearchSpaces;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.ArchitectureRow>;

namespace LatBench.Publishing.Tables;

/// <summary>Every architecture of the space, measured or not, with its published size.</summary>
internal static class ArchitectureTable
{
    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn.Default;

    public static Table<ArchitectureRow> Instance { get; } = new("architectures", false, string.Create(CultureInfo.InvariantCulture, $"One architecture of {Space.Title}, measured or not; all {Space.Size:N0}."),
    [
        Column.Text("arch_str", row => row.Architecture.ToString(), "The architecture as a NAS-Bench-201 arch string."),
        Column.Text("arch_code", row => Space.Code(row.Architecture), "The same as six digits, one an edge: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3."),
        Column.Text("effective_cell", row => Space.Canonicalize(row.Architecture).Text, "The architecture without the edges that are on no path from input to output."),
        Column.Flag("reachable", row => Space.WhyNotMeasurable(row.Architecture) is null, "Whether a path leads from input to output; where none does there is nothing to measure."),
        .. Space.Inputs.SelectMany(Costs),
        Column.OptionalInt32("official_index", row => row.OfficialIndex, "Index in the table that was given when the snapshot was made, as a rule that of NAS-Bench-201; null where none was given."),
    ]);

    /// <summary>The whole space, in its order.</summary>
    public static IEnumerable<ArchitectureRow> Rows(IReadOnlyList<int>? officialIndexes) => SpaceIndex.Of(Space)!.All.Select(
        (architecture, place) => new ArchitectureRow(architecture, officialIndexes?[place] is >= 0 and var index ? index : null));

    private static Column<ArchitectureRow>[] Costs(InputSpec input)
    {
        var suffix = input.Name.Replace('-', '_');
        return
        [
            Column.Int64($"macs_{suffix}", row => Space.Costs(row.Architecture, input).Macs, $"Multiply-accumulate operations an image of {input.Name}, every edge counted, as NAS-Bench-201 publishes them (there called FLOPs).", "MACs"),
            Column.Int64($"params_{suffix}", row => Space.Costs(row.Architecture, input).Parameters, $"Parameters of the network for {input.Name}, every edge counted.", "parameters"),
        ];
    }
}

/// <summary>One architecture, and its index in another table.</summary>
internal readonly record struct ArchitectureRow(Architecture Architecture, int? OfficialIndex);
