using LatBench.SearchSpaces.NasBench201;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.ArchitectureRow>;

namespace LatBench.Publishing.Tables;

/// <summary>Every architecture of the space, measured or not, with its published size.</summary>
internal static class ArchitectureTable
{
    public static Table<ArchitectureRow> Instance { get; } = new("architectures", false, "One architecture of NAS-Bench-201, measured or not; all 15,625.",
    [
        Column.Text("arch_str", row => row.Architecture.ToString(), "The architecture as a NAS-Bench-201 arch string."),
        Column.Text("arch_code", row => row.Architecture.Code, "The same as six digits, one an edge: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3."),
        Column.Text("effective_cell", row => row.Architecture.EffectiveCell.ToString(), "The architecture without the edges that are on no path from input to output."),
        Column.Flag("reachable", row => row.Architecture.EffectiveCell.IsReachable, "Whether a path leads from input to output; where none does there is nothing to measure."),
        .. Enum.GetValues<Dataset>().SelectMany(Costs),
        Column.OptionalInt32("official_index", row => row.OfficialIndex, "Index in the table that was given when the snapshot was made, as a rule that of NAS-Bench-201; null where none was given."),
    ]);

    /// <summary>The whole space, in its order.</summary>
    public static IEnumerable<ArchitectureRow> Rows(IReadOnlyList<int>? officialIndexes) => Space.All.Select(
        architecture => new ArchitectureRow(architecture, officialIndexes?[architecture.Index] is >= 0 and var index ? index : null));

    private static Column<ArchitectureRow>[] Costs(Dataset dataset)
    {
        var suffix = dataset.Name().Replace('-', '_');
        return
        [
            Column.Int64($"macs_{suffix}", row => CostCounts.Of(row.Architecture, dataset).Macs, $"Multiply-accumulate operations an image of {dataset.Name()}, every edge counted, as NAS-Bench-201 publishes them (there called FLOPs).", "MACs"),
            Column.Int64($"params_{suffix}", row => CostCounts.Of(row.Architecture, dataset).Parameters, $"Parameters of the network for {dataset.Name()}, every edge counted.", "parameters"),
        ];
    }
}

/// <summary>One architecture, and its index in another table.</summary>
internal readonly record struct ArchitectureRow(Architecture Architecture, int? OfficialIndex);
