using LatBench.Models;
using Parquet;
using Parquet.Schema;

namespace LatBench.LatencyTables;

/// <summary>Reads the files of the table <c>latency</c> of a snapshot, one row group at a time.</summary>
internal static class SnapshotTable
{
    private const string Unit = "_ms";

    private static readonly string[] Folder = ["data", "latency"];

    /// <summary>Reads every row group of the table.</summary>
    /// <param name="directory">Directory of the snapshot.</param>
    /// <param name="read">Reads the columns of one row group.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TableException">There is no such table, it cannot be read, or it lacks a column.</exception>
    public static async Task ReadAsync(string directory, Func<SnapshotColumns, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in Files(directory))
            {
                await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken);
                for (var group = 0; group < reader.RowGroupCount; group++)
                {
                    using var values = reader.OpenRowGroupReader(group);
                    await read(new SnapshotColumns(reader, values, cancellationToken));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ParquetException)
        {
            throw new TableException($"The table of latencies of {NameOf(directory)} cannot be read ({exception.Message.TrimEnd('.')}): fetch the snapshot again.", exception);
        }
    }

    /// <summary>Returns the name of a snapshot for messages: that of its directory.</summary>
    public static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));

    /// <summary>Determines whether a column is in milliseconds: only one whose name says so is.</summary>
    public static bool IsInMilliseconds(string column) => column.EndsWith(Unit, StringComparison.Ordinal);

    private static IEnumerable<string> Files(string directory)
    {
        var files = Path.Combine([directory, .. Folder]);
        return Directory.Exists(files)
            ? Directory.EnumerateFiles(files, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : throw new TableException($"{Path.GetFileName(directory)} has no table of latencies: name the directory of a LatBench snapshot.");
    }
}

/// <summary>The columns of one row group.</summary>
internal sealed class SnapshotColumns(ParquetReader reader, ParquetRowGroupReader values, CancellationToken cancellationToken)
{
    /// <summary>The space of the rows of snapshots from before the column <c>search_space</c>.</summary>
    private const string FirstSpace = "nas-bench-201";

    /// <summary>Gets the names of all columns.</summary>
    public IEnumerable<string> Names => reader.Schema.GetDataFields().Select(column => column.Name);

    /// <summary>Reads a column of texts; null is empty.</summary>
    public async Task<string[]> TextAsync(string name)
    {
        var texts = new string?[values.RowCount];
        await values.ReadAsync(Field(name, typeof(string)), texts.AsMemory(), null, cancellationToken);
        return Array.ConvertAll(texts, text => text ?? "");
    }

    /// <summary>Reads a column of numbers.</summary>
    public async Task<T?[]> NumbersAsync<T>(string name)
        where T : struct
    {
        var field = Field(name, typeof(T));
        if (field.IsNullable)
        {
            var optional = new T?[values.RowCount];
            await values.ReadAsync<T>(field, optional.AsMemory(), null, cancellationToken);
            return optional;
        }

        var numbers = new T[values.RowCount];
        await values.ReadAsync<T>(field, numbers.AsMemory(), null, cancellationToken);
        return Array.ConvertAll(numbers, number => (T?)number);
    }

    /// <summary>Reads what identifies the rows.</summary>
    public async Task<SnapshotRowKey[]> KeysAsync()
    {
        var targets = await TextAsync("target");
        var architectures = await TextAsync("arch_str");
        var datasets = await TextAsync("dataset");
        var batches = await NumbersAsync<int>("batch");
        var precisions = await TextAsync("precision");
        var variants = await TextAsync("graph_variant");
        var spaces = Names.Contains("search_space") ? await TextAsync("search_space") : null;
        return
        [
            .. targets.Select((target, i) =>
                new SnapshotRowKey(target, spaces?[i] ?? FirstSpace, architectures[i], ModelConfiguration.Describe(datasets[i], batches[i] ?? 0, precisions[i], variants[i]))),
        ];
    }

    private DataField Field(string name, Type type)
    {
        var fields = reader.Schema.GetDataFields();
        var field = Array.Find(fields, field => field.Name == name);
        return field is not null && Holds(field, type)
            ? field
            : throw new TableException($"The table of latencies has no column '{name}' of {(type == typeof(string) ? "text" : "numbers")}: it has {string.Join(", ", fields.Where(field => Holds(field, type)).Select(field => field.Name))}.");
    }

    // The library calls text by one name where it is written and by another where it is read.
    private static bool Holds(DataField field, Type type) => field.ClrType == type || (type == typeof(string) && field.ClrType == typeof(ReadOnlyMemory<char>));
}

/// <summary>The identity of a row of a snapshot.</summary>
/// <param name="Target">Slug of the target.</param>
/// <param name="Space">Name of the search space.</param>
/// <param name="Architecture">The architecture as a text of the space.</param>
/// <param name="Configuration">The model configuration in words.</param>
public readonly record struct SnapshotRowKey(string Target, string Space, string Architecture, string Configuration);
