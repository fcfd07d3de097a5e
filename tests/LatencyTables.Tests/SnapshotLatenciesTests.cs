using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.TestKit;
using LatBench.TestKit.ToySpaces;
using Parquet;
using Parquet.Schema;

namespace LatBench.LatencyTables.Tests;

public sealed class SnapshotLatenciesTests : IDisposable
{
    private const string Direct = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";
    private const string Skip = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    private static readonly ModelConfiguration Usual = new() { Input = "cifar100" };

    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Snapshot => _directory.PathOf("latbench-1.0.0");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ReadAsync_only_target_and_configuration_are_taken()
    {
        await WriteAsync("a", ("board/ort/cpu/t1", Direct, Usual, 1.5), ("board/ort/cpu/t1", Skip, Usual, 0.25), ("board/ort/cpu/t1", Direct, Usual with { Batch = 8 }, 9), ("board/ort/cpu/t1", Direct, Usual, 1.5));

        var (target, column) = await ReadAsync();

        Assert.Equal("board/ort/cpu/t1", target);
        Assert.Equal([(Direct, 1.5), (Skip, 0.25)], column.Latencies.Select(row => (row.Architecture.ToString(), row.Latency.Milliseconds)));
        Assert.Equal((0, 1, 0), (column.Empty, column.Repeated, column.NotMeasurable));
        Assert.Equal([9.0], (await ReadAsync(configuration: Usual with { Batch = 8 })).Column.Latencies.Select(row => row.Latency.Milliseconds));
    }

    [Fact]
    public async Task ReadAsync_architectures_that_share_a_model_are_one_latency()
    {
        // Node 1 leads nowhere: the same network as the direct edge alone.
        const string Twin = "|nor_conv_1x1~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";
        await WriteAsync("a", ("a", Twin, Usual, 1.5), ("a", Direct, Usual, 1.5), ("a", Twin, Usual with { GraphVariant = GraphVariant.Literal }, 2), ("a", Direct, Usual with { GraphVariant = GraphVariant.Literal }, 1));

        var pruned = (await ReadAsync()).Column;
        Assert.Equal([(Direct, 1.5)], pruned.Latencies.Select(row => (row.Architecture.ToString(), row.Latency.Milliseconds)));
        Assert.Equal(1, pruned.Repeated);
        // As it stands each is a model of its own.
        Assert.Equal([Twin, Direct], (await ReadAsync(configuration: Usual with { GraphVariant = GraphVariant.Literal })).Column.Latencies.Select(row => row.Architecture.ToString()));
    }

    [Fact]
    public async Task ReadAsync_of_several_targets_one_has_to_be_named()
    {
        await WriteAsync("a", ("a", Direct, Usual, 1));
        await WriteAsync("b", ("b", Direct, Usual, 2));

        Assert.Equal(2, (await ReadAsync(target: "b")).Column.Latencies.Single().Latency.Milliseconds);
        Assert.Equal("latbench-1.0.0 has latencies of 2 targets, a, b: name one (--snapshot-target).", await RefusalAsync());
        Assert.Equal("latbench-1.0.0 has no latency of the target 'c': it has a, b.", await RefusalAsync(target: "c"));
    }

    [Fact]
    public async Task ReadAsync_what_is_not_there_is_said_with_what_is()
    {
        Assert.Contains("name the directory of a LatBench snapshot", await RefusalAsync(), StringComparison.Ordinal);

        await WriteAsync("a", ("a", Direct, Usual with { Input = "cifar10" }, 1));
        Assert.Equal("latbench-1.0.0 has no latency of 'a' for the model configuration cifar100, batch 1, fp32, pruned: it has them for cifar10, batch 1, fp32, pruned.", await RefusalAsync());
        Assert.Equal("The table of latencies has no column 'mean_ms' of numbers: it has latency_ms.", await RefusalAsync(column: "mean_ms"));
        // A ratio is a number as well, and no latency.
        Assert.Equal("'contention' is no column of latencies in milliseconds: use one of latency_ms.", await RefusalAsync(column: "contention"));
    }

    [Theory]
    [InlineData("|what~0|", 1)]
    [InlineData(Direct, -1)]
    [InlineData(Direct, double.NaN)]
    public async Task ReadAsync_rows_that_latbench_does_not_write_are_refused(string architecture, double milliseconds)
    {
        await WriteAsync("a", ("a", architecture, Usual, milliseconds));

        Assert.StartsWith("latbench-1.0.0 has ", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_rows_of_other_spaces_are_left_out_and_those_without_a_space_are_of_nas_bench_201()
    {
        var small = new ModelConfiguration { Input = "small" };
        await WriteAsync("a", "nas-bench-201", ("a", Direct, Usual, 1));
        await WriteAsync("b", "toy", ("b", "conv>pool>skip", small, 2), ("b", "skip>conv>pool", small, 2), ("b", "pool>pool>pool", small, 3));
        await WriteAsync("c", ("a", Skip, Usual, 4));
        var toy = new ToySpace();

        var (target, column) = await SnapshotLatencies.ReadAsync(toy, Snapshot, new SnapshotWish("latency_ms", null, small), Token);

        Assert.Equal("b", target);
        Assert.Equal([("conv>pool>skip", 2), ("pool>pool>pool", 3.0)], column.Latencies.Select(row => (row.Architecture.Text, row.Latency.Milliseconds)));
        Assert.Equal([(Direct, 1.0), (Skip, 4.0)], (await ReadAsync()).Column.Latencies.Select(row => (row.Architecture.ToString(), row.Latency.Milliseconds)));
        Assert.Equal("latbench-1.0.0 has no latency of the target 'a': it has b.", (await Assert.ThrowsAsync<TableException>(() => SnapshotLatencies.ReadAsync(toy, Snapshot, new SnapshotWish("latency_ms", "a", small), Token))).Message);
    }

    [Fact]
    public async Task ReadAsync_space_that_has_no_row_is_refused_with_those_that_have()
    {
        await WriteAsync("a", ("a", Direct, Usual, 1));

        var refusal = await Assert.ThrowsAsync<TableException>(() => SnapshotLatencies.ReadAsync(new ToySpace(), Snapshot, new SnapshotWish("latency_ms", null, Usual), Token));

        Assert.Equal("latbench-1.0.0 has no latency of the search space toy: it has them of nas-bench-201, which --space names.", refusal.Message);
    }

    [Fact]
    public async Task ReadAsync_file_that_is_no_parquet_is_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Snapshot, "data", "latency", "a")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "part-00000.parquet"), "PAR1 and then nothing of the kind", Token);

        Assert.Contains("cannot be read", await RefusalAsync(), StringComparison.Ordinal);
    }

    private Task<(string Target, LatencyColumn Column)> ReadAsync(string? target = null, ModelConfiguration? configuration = null, string column = "latency_ms") =>
        SnapshotLatencies.ReadAsync(Nas201.SearchSpace, Snapshot, new SnapshotWish(column, target, configuration ?? Usual), Token);

    private async Task<string> RefusalAsync(string? target = null, string column = "latency_ms") =>
        (await Assert.ThrowsAsync<TableException>(() => ReadAsync(target, column: column))).Message;

    private Task WriteAsync(string folder, params (string Target, string Architecture, ModelConfiguration Configuration, double Milliseconds)[] rows) => WriteAsync(folder, null, rows);

    private async Task WriteAsync(string folder, string? space, params (string Target, string Architecture, ModelConfiguration Configuration, double Milliseconds)[] rows)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Snapshot, "data", "latency", folder)).FullName, "part-00000.parquet");
        string[] names = ["arch_str", "dataset", "precision", "graph_variant", "target", .. space is null ? Array.Empty<string>() : ["search_space"]];
        DataField[] texts = [.. names.Select(name => new DataField<string>(name, false))];
        var (batch, latency) = (new DataField<int>("batch", false), new DataField<double>("latency_ms", false));
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. texts, batch, latency]), file, cancellationToken: Token);
        using var group = writer.CreateRowGroup();
        Func<(string Target, string Architecture, ModelConfiguration Configuration, double Milliseconds), string>[] values =
            [row => row.Architecture, row => row.Configuration.Input, row => row.Configuration.Precision.Name(), row => row.Configuration.GraphVariant.Name(), row => row.Target, _ => space!];
        foreach (var (field, value) in texts.Zip(values))
            await group.WriteAsync(field, (IReadOnlyCollection<string>)rows.Select(value).ToArray());
        await group.WriteAsync<int>(batch, rows.Select(row => row.Configuration.Batch).ToArray(), null, null, Token);
        await group.WriteAsync<double>(latency, rows.Select(row => row.Milliseconds).ToArray(), null, null, Token);
        group.CompleteValidate();
    }
}
