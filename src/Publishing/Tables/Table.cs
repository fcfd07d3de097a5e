using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Tables;

/// <summary>A table of a snapshot without its rows.</summary>
internal abstract class Table(string name, bool isPartitioned, string description)
{
    public string Name { get; } = name;

    /// <summary>Gets a value indicating whether every target has a file of its own.</summary>
    public bool IsPartitioned { get; } = isPartitioned;

    /// <summary>Rows of every row group but the last: fewer for a wide table, so that what is in memory stays bounded.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Gets the description of one row.</summary>
    public string Description { get; } = description;

    /// <summary>Path, or glob of the paths, of its files within a snapshot.</summary>
    public string Path => IsPartitioned ? $"data/{Name}/*/*.parquet" : $"data/{Name}.parquet";

    /// <summary>Determines whether a path within a snapshot is a file of this table.</summary>
    public bool Owns(string path) => IsPartitioned
        ? path.StartsWith($"data/{Name}/", StringComparison.Ordinal) && path.EndsWith(".parquet", StringComparison.Ordinal)
        : path == Path;

    /// <summary>Path of the file of one target.</summary>
    public string PathOf(string target) => $"data/{Name}/{TargetDirectory.NameOf(target)}/part-00000.parquet";

    public abstract IReadOnlyList<ColumnDescription> Describe();

    public SnapshotTable Summarise(long rows) => new(Name, Path, rows, [.. Describe().Select(column => column.Name)]);
}

/// <summary>A table whose rows are made from <typeparamref name="TRow"/>.</summary>
/// <param name="name">Its name, also of its directory or file.</param>
/// <param name="isPartitioned">True where every target has a file of its own.</param>
/// <param name="description">The description of one row.</param>
/// <param name="columns">Its columns, in the order of the files.</param>
internal sealed class Table<TRow>(string name, bool isPartitioned, string description, IReadOnlyList<Column<TRow>> columns)
    : Table(name, isPartitioned, description)
{
    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    public override IReadOnlyList<ColumnDescription> Describe() =>
        [.. Columns.Select(column => new ColumnDescription(column.Name, column.Type, column.IsNullable, column.Unit, column.Description))];
}

/// <summary>The description of a column in <c>schema.json</c>.</summary>
internal sealed record ColumnDescription(string Name, string Type, bool Nullable, string Unit, string Description);
