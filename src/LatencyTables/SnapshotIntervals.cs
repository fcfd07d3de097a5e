using LatBench.Measurements;

namespace LatBench.LatencyTables;

/// <summary>Reads the published latencies of a LatBench snapshot with their intervals, from its files alone.</summary>
public static class SnapshotIntervals
{
    /// <summary>Reads the rows of the table <c>latency</c>, one for each architecture, target and configuration. Architectures that share a model have its figures each.</summary>
    /// <param name="directory">Directory of the snapshot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TableException">There is no such table, it cannot be read, or a row has no latency above zero.</exception>
    public static async Task<IReadOnlyList<SnapshotInterval>> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var rows = new List<SnapshotInterval>();
        await SnapshotTable.ReadAsync(
            directory,
            async columns =>
            {
                var keys = await columns.KeysAsync();
                var models = await columns.TextAsync("model_sha256");
                var latencies = await columns.NumbersAsync<double>("latency_ms");
                var (lows, highs) = (await columns.NumbersAsync<double>("ci95_low_ms"), await columns.NumbersAsync<double>("ci95_high_ms"));
                for (var i = 0; i < keys.Length; i++)
                    rows.Add(new SnapshotInterval(keys[i], models[i], Of(latencies[i]), Of(lows[i]), Of(highs[i])));
            },
            cancellationToken);
        return rows.Find(row => !(row.Latency.Nanoseconds > 0) || !(row.Low <= row.Latency) || !(row.Latency <= row.High)) is { } bad
            ? throw new TableException($"{SnapshotTable.NameOf(directory)} has no latency with an interval around it for {bad.Key.Architecture} on {bad.Key.Target}: fetch the snapshot again.")
            : rows;
    }

    private static Latency Of(double? milliseconds) => Latency.FromMilliseconds(milliseconds ?? double.NaN);
}

/// <summary>A published latency with its interval.</summary>
/// <param name="Key">The identity of the row.</param>
/// <param name="ModelSha256">The identity of the model that was measured.</param>
/// <param name="Latency">The latency.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of it.</param>
public sealed record SnapshotInterval(SnapshotRowKey Key, string ModelSha256, Latency Latency, Latency Low, Latency High);
