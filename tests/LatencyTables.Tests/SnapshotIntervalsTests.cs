using LatBench.TestKit;
using Parquet;
using Parquet.Schema;

namespace LatBench.LatencyTables.Tests;

public sealed class SnapshotIntervalsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Snapshot => _directory.PathOf("latbench-1.0.0");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ReadAsync_gives_every_row_with_its_interval()
    {
        await WriteAsync("latency_ms", ("a", 1, 0.9, 1.2), ("b", 2, 2, 2));

        var rows = await SnapshotIntervals.ReadAsync(Snapshot, Token);

        Assert.Equal([("a", 0.9, 1.0, 1.2), ("b", 2, 2, 2)], rows.Select(row => (row.Key.Architecture, row.Low.Milliseconds, row.Latency.Milliseconds, row.High.Milliseconds)));
        Assert.Equal(new SnapshotRowKey("lab", "nas-bench-201", "a", "cifar100, batch 8, fp32, pruned"), rows[0].Key);
        Assert.Equal("hash of a", rows[0].ModelSha256);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1.1, 1.2)]
    [InlineData(1, 0.9, 0.95)]
    [InlineData(double.NaN, 0.9, 1.1)]
    public async Task ReadAsync_row_without_a_latency_in_its_interval_is_refused(double latency, double low, double high)
    {
        await WriteAsync("latency_ms", ("a", latency, low, high));

        var refusal = await Assert.ThrowsAsync<TableException>(() => SnapshotIntervals.ReadAsync(Snapshot, Token));

        Assert.Equal("latbench-1.0.0 has no latency with an interval around it for a on lab: fetch the snapshot again.", refusal.Message);
    }

    [Fact]
    public async Task ReadAsync_table_without_the_column_is_refused()
    {
        await WriteAsync("other_ms", ("a", 1, 0.9, 1.1));

        var refusal = await Assert.ThrowsAsync<TableException>(() => SnapshotIntervals.ReadAsync(Snapshot, Token));

        Assert.StartsWith("The table of latencies has no column 'latency_ms' of numbers: it has ", refusal.Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string latencyColumn, params (string Architecture, double Latency, double Low, double High)[] rows)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Snapshot, "data", "latency", "a")).FullName, "part-00000.parquet");
        (string Name, Func<string, string> Of)[] texts =
        [
            ("arch_str", architecture => architecture), ("dataset", _ => "cifar100"), ("precision", _ => "fp32"), ("graph_variant", _ => "pruned"), ("target", _ => "lab"), ("model_sha256", architecture => $"hash of {architecture}"),
        ];
        DataField[] fields = [.. texts.Select(text => new DataField<string>(text.Name, false))];
        DataField[] numbers = [.. new[] { latencyColumn, "ci95_low_ms", "ci95_high_ms" }.Select(name => new DataField<double>(name, false))];
        var batch = new DataField<int>("batch", false);
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields, batch, .. numbers]), file, cancellationToken: Token);
        using var group = writer.CreateRowGroup();
        foreach (var (field, text) in fields.Zip(texts))
            await group.WriteAsync(field, (IReadOnlyCollection<string>)rows.Select(row => text.Of(row.Architecture)).ToArray());
        await group.WriteAsync<int>(batch, rows.Select(_ => 8).ToArray(), null, null, Token);
        foreach (var (field, value) in numbers.Zip<DataField, Func<(string Architecture, double Latency, double Low, double High), double>>([row => row.Latency, row => row.Low, row => row.High]))
            await group.WriteAsync<double>(field, rows.Select(value).ToArray(), null, null, Token);
        group.CompleteValidate();
    }
}
