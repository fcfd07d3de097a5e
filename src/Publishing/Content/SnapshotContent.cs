using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;

namespace LatBench.Publishing.Content;

/// <summary>The data of a snapshot that were written so far.</summary>
internal sealed class SnapshotContent
{
    private static readonly Table[] Optional =
    [
        MeasurementTables.Suspect, MeasurementTables.Failures, CanaryTable.Instance, ProfileTable.Instance, RepeatTable.Instance, PredictionTable.Instance, ModelTable.Instance,
    ];

    private readonly Dictionary<Table, long> _rows = [];

    /// <summary>End of the newest pass among the published measurements; null where none has one.</summary>
    public DateTimeOffset? NewestMeasuredAt { get; private set; }

    /// <summary>Gets the names under which targets are published.</summary>
    public PublishedNames Names { get; set; } = new([]);

    /// <summary>Gets the search spaces that the snapshot has measurements of, in the order of the registry.</summary>
    public IReadOnlyList<PublishedSpace> Spaces { get; set; } = [];

    /// <summary>Gets the titles of those spaces, and one for uploaded models where there are any.</summary>
    public IReadOnlyList<string> SpaceTitles => [.. Spaces.Select(published => published.Space.Title), .. Has(ModelTable.Instance) ? (string[])["Uploaded models"] : []];

    /// <summary>Gets the tables that the schema describes, in their order; see <see cref="Has"/>.</summary>
    public IReadOnlyList<Table> Tables => AllTables.With(Spaces.Select(space => space.Table));

    /// <summary>Gets the figures of every target on the card, in their order; as text, because the numbers behind it are as many as the models.</summary>
    public List<string> Figures { get; } = [];

    /// <summary>Gets or sets the number of uploaded models whose files are published.</summary>
    public int ModelFiles { get; set; }

    public long RowsOf(Table table) => _rows.GetValueOrDefault(table);

    /// <summary>Determines whether the table has a file: the optional ones have none where they have no rows.</summary>
    public bool Has(Table table) =>
        RowsOf(table) > 0 || !Optional.Contains(table);

    public void Add(Table table, long rows) => _rows[table] = RowsOf(table) + rows;

    public void Seen(DateTimeOffset? measuredAt)
    {
        if (measuredAt is { } time && !(NewestMeasuredAt >= time))
            NewestMeasuredAt = time;
    }
}

/// <summary>A search space that a snapshot has measurements of.</summary>
/// <param name="Space">The space.</param>
/// <param name="Table">The table of its architectures.</param>
internal sealed record PublishedSpace(ISearchSpace Space, Table<ArchitectureRow> Table);
