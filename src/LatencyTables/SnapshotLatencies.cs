using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using Parquet;
using Parquet.Schema;

namespace LatBench.LatencyTables;

/// <summary>The latencies of one target and one model configuration in a LatBench snapshot (<c>latbench-snapshot/1</c>), read from its files alone.</summary>
public static class SnapshotLatencies
{
    private const string Unit = "_ms";

    /// <summary>The space of the rows of snapshots from before the column <c>search_space</c>.</summary>
    private const string FirstSpace = "nas-bench-201";

    private static readonly string[] Folder = ["data", "latency"];

    /// <summary>
    /// Reads the table <c>latency</c> of a snapshot, one latency a model: the architectures that share a pruned one have its figures, and would be several labels of one
    /// measurement, to train on and to evaluate with. The caller must verify that the files are those that were published.
    /// </summary>
    /// <param name="space">The space of the architectures that are wanted; rows of others are left out. Rows of a snapshot without the column <c>search_space</c> are of NAS-Bench-201.</param>
    /// <param name="directory">Directory of the snapshot.</param>
    /// <param name="wanted">The rows and the column to read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The target, and its latencies in the order of the files, pruned models by their canonical architecture.</returns>
    /// <exception cref="TableException">There is no such target, model configuration or column, or rows are none of LatBench's; the message says what there is.</exception>
    public static async Task<(string Target, LatencyColumn Column)> ReadAsync(ISearchSpace space, string directory, SnapshotWish wanted, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        try
        {
            var rows = new List<Row>();
            foreach (var file in Files(directory))
                await ReadAsync(file, wanted.Column, rows, cancellationToken);
            Row[] ofSpace = [.. rows.Where(row => row.Space == space.Name)];
            if (ofSpace.Length == 0 && rows.Count > 0)
                throw new TableException($"{name} has no latency of the search space {space.Name}: it has them of {string.Join(", ", rows.Select(row => row.Space).Distinct(StringComparer.Ordinal))}, which --space names.");
            var target = Choose(name, [.. ofSpace.Select(row => row.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], wanted.Target);
            return (target, Column(space, name, target, [.. ofSpace.Where(row => row.Target == target)], wanted));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ParquetException)
        {
            throw new TableException($"The table of latencies of {name} cannot be read ({exception.Message.TrimEnd('.')}): fetch the snapshot again.", exception);
        }
    }

    private static IEnumerable<string> Files(string directory)
    {
        var files = Path.Combine([directory, .. Folder]);
        return Directory.Exists(files)
            ? Directory.EnumerateFiles(files, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : throw new TableException($"{Path.GetFileName(directory)} has no table of latencies: name the directory of a LatBench snapshot.");
    }

    private static async Task ReadAsync(string file, string column, List<Row> rows, CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken);
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var values = reader.OpenRowGroupReader(group);
            var targets = await TextAsync("target");
            var architectures = await TextAsync("arch_str");
            var datasets = await TextAsync("dataset");
            var batches = await NumbersAsync<int>("batch");
            var precisions = await TextAsync("precision");
            var variants = await TextAsync("graph_variant");
            var spaces = Array.Exists(reader.Schema.GetDataFields(), field => field.Name == "search_space") ? await TextAsync("search_space") : null;
            var latencies = await NumbersAsync<double>(Milliseconds(reader, column));
            for (var i = 0; i < targets.Length; i++)
                rows.Add(new Row(targets[i], spaces?[i] ?? FirstSpace, architectures[i], ModelConfiguration.Describe(datasets[i], batches[i] ?? 0, precisions[i], variants[i]), latencies[i]));

            async Task<string[]> TextAsync(string name)
            {
                var texts = new string?[values.RowCount];
                await values.ReadAsync(Field(reader, name, typeof(string)), texts.AsMemory(), null, cancellationToken);
                return Array.ConvertAll(texts, text => text ?? "");
            }

            async Task<T?[]> NumbersAsync<T>(string name)
                where T : struct
            {
                var field = Field(reader, name, typeof(T));
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
        }
    }

    /// <summary>Only a column whose name says so is in milliseconds.</summary>
    private static string Milliseconds(ParquetReader reader, string column) => column.EndsWith(Unit, StringComparison.Ordinal)
        ? column
        : throw new TableException($"'{column}' is no column of latencies in milliseconds: use one of {string.Join(", ", reader.Schema.GetDataFields().Where(field => field.Name.EndsWith(Unit, StringComparison.Ordinal)).Select(field => field.Name))}.");

    private static DataField Field(ParquetReader reader, string name, Type type)
    {
        var fields = reader.Schema.GetDataFields();
        var field = Array.Find(fields, field => field.Name == name);
        return field is not null && Holds(field, type)
            ? field
            : throw new TableException($"The table of latencies has no column '{name}' of {(type == typeof(string) ? "text" : "numbers")}: it has {string.Join(", ", fields.Where(field => Holds(field, type)).Select(field => field.Name))}.");
    }

    // The library calls text by one name where it is written and by another where it is read.
    private static bool Holds(DataField field, Type type) => field.ClrType == type || (type == typeof(string) && field.ClrType == typeof(ReadOnlyMemory<char>));

    private static string Choose(string name, string[] targets, string? wanted)
    {
        if (wanted is not null)
        {
            return targets.Contains(wanted, StringComparer.Ordinal)
                ? wanted
                : throw new TableException($"{name} has no latency of the target '{wanted}': it has {string.Join(", ", targets)}.");
        }

        return targets switch
        {
            [var only] => only,
            [] => throw new TableException($"{name} has no latency at all: nothing was imported."),
            _ => throw new TableException($"{name} has latencies of {targets.Length} targets, {string.Join(", ", targets)}: name one (--snapshot-target)."),
        };
    }

    private static LatencyColumn Column(ISearchSpace space, string name, string target, Row[] rows, SnapshotWish wanted)
    {
        var matching = rows.Where(row => row.Configuration == wanted.Configuration.ToString()).ToArray();
        if (matching.Length == 0)
            throw new TableException($"{name} has no latency of '{target}' for the model configuration {wanted.Configuration}: it has them for {string.Join("; ", rows.Select(row => row.Configuration).Distinct(StringComparer.Ordinal))}.");
        var latencies = new List<TableLatency>(matching.Length);
        var seen = new HashSet<Architecture>();
        var (empty, repeated) = (0, 0);
        foreach (var row in matching)
        {
            if (!space.TryParse(row.Architecture, out var architecture, out var error))
                throw new TableException($"{name} has a row that is not LatBench's: {error.Message}");
            var model = wanted.Configuration.IsPruned ? space.Canonicalize(architecture) : architecture;
            if (row.Milliseconds is not { } milliseconds)
                empty++;
            else if (!(milliseconds > 0) || !double.IsFinite(milliseconds))
                throw new TableException(FormattableString.Invariant($"{name} has {milliseconds} as the {wanted.Column} of {space.Code(architecture)}, which is no latency above zero: name another column."));
            else if (!seen.Add(model))
                repeated++;
            else
                latencies.Add(new TableLatency(model, Latency.FromMilliseconds(milliseconds)));
        }

        return latencies.Count > 0
            ? new LatencyColumn(latencies, empty, repeated, NotMeasurable: 0)
            : throw new TableException($"{name} has no value in the column '{wanted.Column}' of '{target}': nothing was imported.");
    }

    private readonly record struct Row(string Target, string Space, string Architecture, string Configuration, double? Milliseconds);
}

/// <summary>The selection of latencies of a snapshot.</summary>
/// <param name="Column">A column of numbers of the table <c>latency</c>, in milliseconds, for example <c>latency_ms</c> or <c>median_ms</c>.</param>
/// <param name="Target">Slug of the target in the snapshot; null where it has one only.</param>
/// <param name="Configuration">The configuration of the models.</param>
public sealed record SnapshotWish(string Column, string? Target, ModelConfiguration Configuration);
