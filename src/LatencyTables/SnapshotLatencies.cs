using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>The latencies of one target and one model configuration in a LatBench snapshot (<c>latbench-snapshot/1</c>), read from its files alone.</summary>
public static class SnapshotLatencies
{
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
        var name = SnapshotTable.NameOf(directory);
        var rows = new List<Row>();
        await SnapshotTable.ReadAsync(
            directory,
            async columns =>
            {
                var keys = await columns.KeysAsync();
                var latencies = await columns.NumbersAsync<double>(Milliseconds(columns, wanted.Column));
                rows.AddRange(keys.Zip(latencies, (key, latency) => new Row(key, latency)));
            },
            cancellationToken);
        Row[] ofSpace = [.. rows.Where(row => row.Key.Space == space.Name)];
        if (ofSpace.Length == 0 && rows.Count > 0)
            throw new TableException($"{name} has no latency of the search space {space.Name}: it has them of {string.Join(", ", rows.Select(row => row.Key.Space).Distinct(StringComparer.Ordinal))}, which --space names.");
        var target = Choose(name, [.. ofSpace.Select(row => row.Key.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], wanted.Target);
        return (target, Column(space, name, target, [.. ofSpace.Where(row => row.Key.Target == target)], wanted));
    }

    private static string Milliseconds(SnapshotColumns columns, string column) => SnapshotTable.IsInMilliseconds(column)
        ? column
        : throw new TableException($"'{column}' is no column of latencies in milliseconds: use one of {string.Join(", ", columns.Names.Where(SnapshotTable.IsInMilliseconds))}.");

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
        var matching = rows.Where(row => row.Key.Configuration == wanted.Configuration.ToString()).ToArray();
        if (matching.Length == 0)
            throw new TableException($"{name} has no latency of '{target}' for the model configuration {wanted.Configuration}: it has them for {string.Join("; ", rows.Select(row => row.Key.Configuration).Distinct(StringComparer.Ordinal))}.");
        var latencies = new List<TableLatency>(matching.Length);
        var seen = new HashSet<Architecture>();
        var (empty, repeated) = (0, 0);
        foreach (var row in matching)
        {
            if (!space.TryParse(row.Key.Architecture, out var architecture, out var error))
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

    private readonly record struct Row(SnapshotRowKey Key, double? Milliseconds);
}

/// <summary>The selection of latencies of a snapshot.</summary>
/// <param name="Column">A column of numbers of the table <c>latency</c>, in milliseconds, for example <c>latency_ms</c> or <c>median_ms</c>.</param>
/// <param name="Target">Slug of the target in the snapshot; null where it has one only.</param>
/// <param name="Configuration">The configuration of the models.</param>
public sealed record SnapshotWish(string Column, string? Target, ModelConfiguration Configuration);
