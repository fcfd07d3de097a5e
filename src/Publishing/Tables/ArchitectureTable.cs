using System.Globalization;
using LatBench.SearchSpaces;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.ArchitectureRow>;

namespace LatBench.Publishing.Tables;

/// <summary>
/// The architectures of one search space with their published sizes: all of them, measured or not, where the space can be listed (<see cref="SpaceIndex"/>), else those
/// that the snapshot has measurements of. Every space has a table of its own, as inputs and so columns differ.
/// </summary>
internal static class ArchitectureTable
{
    /// <summary>The name of the table of NAS-Bench-201; those of other spaces have the space's name after it.</summary>
    public const string Name = "architectures";

    private const string FirstSpace = "nas-bench-201";

    /// <summary>Gets the table of a space.</summary>
    public static Table<ArchitectureRow> Of(ISearchSpace space) => new(
        space.Name == FirstSpace ? Name : $"{Name}-{space.Name}",
        false,
        SpaceIndex.Has(space)
            ? string.Create(CultureInfo.InvariantCulture, $"One architecture of {space.Title}, measured or not; all {space.Size:N0}.")
            : $"One architecture of {space.Title} that has a row in another table.",
        space.Name == FirstSpace ? FirstColumns(space) : Columns(space));

    /// <summary>Determines whether a table, by its name, is one of architectures.</summary>
    public static bool Has(string table) => table == Name || table.StartsWith(Name + "-", StringComparison.Ordinal);

    /// <summary>The rows of the table of a space: all in the order of the space, or those measured, ordered by text (ordinal).</summary>
    public static IEnumerable<ArchitectureRow> Rows(ISearchSpace space, IEnumerable<Architecture> measured, IReadOnlyList<int>? officialIndexes)
    {
        IEnumerable<Architecture> architectures = SpaceIndex.Of(space) is { } index ? index.All : measured.OrderBy(architecture => architecture.Text, StringComparer.Ordinal);
        return architectures.Select((architecture, place) => new ArchitectureRow(architecture, space.Name == FirstSpace && officialIndexes?[place] is >= 0 and var official ? official : null));
    }

    private static Column<ArchitectureRow>[] FirstColumns(ISearchSpace space) =>
    [
        Column.Text("arch_str", row => row.Architecture.ToString(), "The architecture as a NAS-Bench-201 arch string."),
        Column.Text("arch_code", row => space.Code(row.Architecture), "The same as six digits, one an edge: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3."),
        Column.Text("effective_cell", row => space.Canonicalize(row.Architecture).Text, "The architecture without the edges that are on no path from input to output."),
        Column.Flag("reachable", row => space.WhyNotMeasurable(row.Architecture) is null, "Whether a path leads from input to output; where none does there is nothing to measure."),
        .. space.Inputs.SelectMany(input => Costs(space, input, "every edge counted, as NAS-Bench-201 publishes them (there called FLOPs)", "every edge counted")),
        Column.OptionalInt32("official_index", row => row.OfficialIndex, "Index in the table that was given when the snapshot was made, as a rule that of NAS-Bench-201; null where none was given."),
    ];

    private static Column<ArchitectureRow>[] Columns(ISearchSpace space) =>
    [
        Column.Text("search_space", row => row.Architecture.Space, "The search space; the same in every row."),
        Column.Text("arch_str", row => row.Architecture.Text, "The architecture as a text of its space."),
        Column.Text("arch_code", row => space.Code(row.Architecture), "A short name of the architecture, unique in its space."),
        Column.Text("effective_cell", row => space.Canonicalize(row.Architecture).Text, "The canonical form: the architecture that stands for all with the same network."),
        Column.Flag("measurable", row => space.WhyNotMeasurable(row.Architecture) is null, "Whether the architecture has a network to measure."),
        .. space.Inputs.SelectMany(input => Costs(space, input, "as the space publishes them", "as the space publishes them")),
    ];

    private static Column<ArchitectureRow>[] Costs(ISearchSpace space, InputSpec input, string macs, string parameters)
    {
        var suffix = input.Name.Replace('-', '_');
        return
        [
            Column.Int64($"macs_{suffix}", row => space.Costs(row.Architecture, input).Macs, $"Multiply-accumulate operations an image of {input.Name}, {macs}.", "MACs"),
            Column.Int64($"params_{suffix}", row => space.Costs(row.Architecture, input).Parameters, $"Parameters of the network for {input.Name}, {parameters}.", "parameters"),
        ];
    }
}

/// <summary>One architecture, and its index in another table.</summary>
internal readonly record struct ArchitectureRow(Architecture Architecture, int? OfficialIndex);
