using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Content;

/// <summary>The data of a snapshot that were written so far.</summary>
internal sealed class SnapshotContent
{
    private static readonly Table[] Optional =
    [
        MeasurementTables.Suspect, MeasurementTables.Failures, CanaryTable.Instance, ProfileTable.Instance, RepeatTable.Instance, PredictionTable.Instance,
    ];

    private readonly Dictionary<Table, long> _rows = AllTables.InOrder.ToDictionary(table => table, _ => 0L);

    /// <summary>End of the newest pass among the published measurements; null where none has one.</summary>
    public DateTimeOffset? NewestMeasuredAt { get; private set; }

    /// <summary>Gets the names under which targets are published.</summary>
    public PublishedNames Names { get; set; } = new([]);

    /// <summary>Gets the figures of every target on the card, in their order; as text, because the numbers behind it are as many as the models.</summary>
    public List<string> Figures { get; } = [];

    public long RowsOf(Table table) => _rows[table];

    /// <summary>Determines whether the table has a file: the optional ones have none where they have no rows.</summary>
    public bool Has(Table table) =>
        _rows[table] > 0 || !Optional.Contains(table);

    public void Add(Table table, long rows) => _rows[table] += rows;

    public void Seen(DateTimeOffset? measuredAt)
    {
        if (measuredAt is { } time && !(NewestMeasuredAt >= time))
            NewestMeasuredAt = time;
    }
}
