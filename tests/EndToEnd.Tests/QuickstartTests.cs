using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>The quickstart as a new user runs it.</summary>
public sealed class QuickstartTests : IDisposable
{
    private const int Models = 4;

    private static readonly string[] RequiredColumns =
    [
        "arch_str", "arch_code", "dataset", "batch", "precision", "graph_variant", "target", "latency_ms", "ci95_low_ms", "ci95_high_ms",
        "median_ms", "mean_ms", "min_ms", "iqr_mean_ms", "contention", "samples", "passes", "stop_reason", "verdict", "model_sha256", "measured_at",
    ];

    private readonly TempDirectory _directory = new();

    private string Data => _directory.PathOf("data");

    private string Summary => _directory.PathOf("summary.json");

    [Fact]
    public async Task Quickstart_measures_publishes_verifies_and_measures_nothing_twice()
    {
        (await QuickstartAsync()).Expect(0);
        var first = await ReadSummaryAsync();
        Assert.Equal(Models, first.GetProperty("models_requested").GetInt32());
        Assert.Equal(Models, first.GetProperty("measured_valid").GetInt32() + first.GetProperty("measured_suspect").GetInt32());
        Assert.Equal((0, 0), (first.GetProperty("failed").GetInt32(), first.GetProperty("reused").GetInt32()));
        Assert.True(first.GetProperty("inference_seconds").GetDouble() > 0);
        Assert.True(first.GetProperty("median_latency_ms").GetDouble() > 0);
        Assert.InRange(first.GetProperty("share_within_target").GetDouble(), 0, 1);
        Assert.Contains("/cpu/t1", first.GetProperty("target").GetString(), StringComparison.Ordinal);

        Assert.Equal(JsonValueKind.Null, first.GetProperty("predictor").ValueKind);
        Assert.Contains("4 valid measurements, and 10 are needed", first.GetProperty("no_predictor_reason").GetString(), StringComparison.Ordinal);

        (await QuickstartAsync()).Expect(0);
        var second = await ReadSummaryAsync();
        Assert.Equal((Models, 0), (second.GetProperty("reused").GetInt32(), second.GetProperty("measured_valid").GetInt32()));
        Assert.Equal(Sha256(first), Sha256(second));

        var snapshot = first.GetProperty("snapshot");
        Assert.Equal(Models, snapshot.GetProperty("rows").GetInt32());
        await AssertReadableAsync(snapshot.GetProperty("path").GetString()!);
        await AssertTamperingIsFoundAsync(snapshot.GetProperty("path").GetString()!);
    }

    [Fact]
    public async Task Quickstart_with_enough_networks_ends_with_a_predictor_table_and_a_search_and_does_neither_twice()
    {
        string[] command = ["quickstart", "--models", "40", "--min-spread", "2", "--max-passes", "5", "--data", Data, "--json", Summary];
        var result = (await CommandResult.RunAsync(command)).Expect(0);

        foreach (var text in new[] { "PREDICTOR", "latbench", "proxy", "90 % INTERVAL", "Predicted for all 15284 architectures", "fastest 1", "slowest", "LIMIT MET", "stands in for the accuracy", "search run --limit" })
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        var predictor = (await ReadSummaryAsync()).GetProperty("predictor");
        Assert.Equal((1, 15_284), (predictor.GetProperty("version").GetInt32(), predictor.GetProperty("predicted").GetInt32()));
        Assert.InRange(predictor.GetProperty("labels").GetInt32(), 20, 40);
        Assert.Equal("latbench", predictor.GetProperty("accuracies")[0].GetProperty("trainer").GetString());
        Assert.True(predictor.GetProperty("fastest_ms").GetDouble() > 0);
        var search = (await ReadSummaryAsync()).GetProperty("search");
        Assert.Equal(("searches/1", 30), (search.GetProperty("name").GetString(), search.GetProperty("suggested").GetInt32()));
        var limit = search.GetProperty("limit_ms").GetDouble();
        Assert.NotEqual(0, search.GetProperty("winners").GetArrayLength());
        Assert.All(search.GetProperty("winners").EnumerateArray(), winner =>
        {
            Assert.True(winner.GetProperty("high_ms").GetDouble() <= limit);
            Assert.Equal(winner.GetProperty("measured_ms").GetDouble() <= limit, winner.GetProperty("limit_met").GetBoolean());
        });

        await AssertSnapshotIsTakenInElsewhereAsync((await ReadSummaryAsync()).GetProperty("snapshot").GetProperty("path").GetString()!);

        var again = (await CommandResult.RunAsync(command)).Expect(0);
        Assert.Contains("predictors/1 is used again", again.Errors, StringComparison.Ordinal);
        Assert.Equal(search.ToString(), (await ReadSummaryAsync()).GetProperty("search").ToString());
    }

    public void Dispose() => _directory.Dispose();

    private Task<CommandResult> QuickstartAsync() => CommandResult.RunAsync("quickstart", "--models", "4", "--min-spread", "2", "--data", Data, "--json", Summary);

    private async Task<JsonElement> ReadSummaryAsync()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Summary, TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    private static string? Sha256(JsonElement summary) => summary.GetProperty("snapshot").GetProperty("sha256").GetString();

    private static async Task AssertReadableAsync(string snapshot)
    {
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT * FROM read_parquet('{snapshot}/data/latency/**/*.parquet') JOIN (
                SELECT model_sha256, quantile_cont(duration_ns * clock_correction / 1e6, 0.05) AS from_samples, min(clock_correction) AS least_correction,
                       min(duration_ns * clock_correction / 1e6) AS least_sample, max(duration_ns * clock_correction / 1e6) AS largest_sample
                FROM read_parquet('{snapshot}/data/samples/**/*.parquet') WHERE quiet GROUP BY model_sha256) USING (model_sha256)
            """;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.Subset(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToHashSet(), RequiredColumns.ToHashSet());

        var rows = 0;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows++;
            var latency = reader.GetDouble(reader.GetOrdinal("latency_ms"));
            Assert.Equal(reader.GetDouble(reader.GetOrdinal("from_samples")), latency, 1e-9);
            // The latency is stated at the reference clock and lies among the samples as they are there; among raw ones, such as min_ms, it need not.
            Assert.InRange(latency, reader.GetDouble(reader.GetOrdinal("least_sample")), reader.GetDouble(reader.GetOrdinal("largest_sample")));
            Assert.True(latency >= reader.GetDouble(reader.GetOrdinal("min_ms")) * reader.GetDouble(reader.GetOrdinal("least_correction")) * (1 - 1e-9));
            Assert.True(Convert.ToInt32(reader.GetValue(reader.GetOrdinal("passes")), CultureInfo.InvariantCulture) >= 5);
            Assert.True(reader.GetDouble(reader.GetOrdinal("ci95_low_ms")) <= latency);
            Assert.True(reader.GetDouble(reader.GetOrdinal("ci95_high_ms")) >= latency);
        }

        Assert.Equal(Models, rows);
    }

    /// <summary>Another installation learns from what this one has published.</summary>
    private static async Task AssertSnapshotIsTakenInElsewhereAsync(string snapshot)
    {
        await using var elsewhere = new Installation();
        await elsewhere.StartCoordinatorAsync();
        string[] command = ["measurements", "import", snapshot, "--target", "imported/theirs", "--data", elsewhere.Data];

        Assert.Contains("imported/theirs: imported with", (await CommandResult.RunAsync(command)).Expect(0).Output, StringComparison.Ordinal);
        var targets = (await CommandResult.RunAsync("measurements", "targets", "--data", elsewhere.Data)).Expect(0).Output;
        Assert.Contains("LatBench snapshot 1.0.0", targets, StringComparison.Ordinal);

        var manifest = Path.Combine(snapshot, "manifest.json");
        var bytes = await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(manifest, bytes[..^1], TestContext.Current.CancellationToken);
        Assert.Contains("is not an intact snapshot", (await CommandResult.RunAsync(command)).Expect(1).Errors, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(manifest, bytes, TestContext.Current.CancellationToken);
    }

    private static async Task AssertTamperingIsFoundAsync(string snapshot)
    {
        (await CommandResult.RunAsync("snapshots", "verify", snapshot)).Expect(0);

        foreach (var file in Directory.GetFiles(snapshot, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

            var verified = (await CommandResult.RunAsync("snapshots", "verify", snapshot)).Expect(1);
            Assert.Contains(Path.GetFileName(file), verified.Output + verified.Errors, StringComparison.Ordinal);

            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        (await CommandResult.RunAsync("snapshots", "verify", snapshot)).Expect(0);
    }
}
