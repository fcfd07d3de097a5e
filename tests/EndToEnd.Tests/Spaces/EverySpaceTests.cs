using DuckDB.NET.Data;
using LatBench.Contracts.V1;

namespace LatBench.EndToEnd.Tests.Spaces;

/// <summary>Networks of NAS-Bench-101 and DARTS measured by a real agent and published in one snapshot. The weights of NAS-Bench-101 are 207 MB.</summary>
[Trait("category", "slow")]
public sealed class EverySpaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Campaigns_of_both_spaces_end_in_one_snapshot_that_DuckDB_reads()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();

        foreach (var (space, variants) in new[] { ("nas-bench-101", "pruned"), ("darts", "pruned,literal") })
        {
            (await CommandResult.RunAsync(
                "campaigns", "submit", "--space", space, "--models", "3", "--device", "bench", "--graph-variant", variants, "--passes", "2..2", "--min-spread", "0", "--watch", "--data", installation.Data)).Expect(0);
        }

        (await CommandResult.RunAsync("snapshots", "create", "--version", "1.0.0", "--data", installation.Data)).Expect(0);
        var measurements = (await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements;
        Assert.Equal(3 + (2 * 3), measurements.Count);
        // On a busy machine a measurement may be suspect: it is in a table of its own then.
        Assert.All(measurements, measurement => Assert.Contains(measurement.Verdict, new[] { Verdict.Valid, Verdict.Suspect }));
        var root = Path.Combine(installation.Data, "snapshots", "latbench-1.0.0");
        string[] tables = [.. new[] { "latency", "suspect" }.Where(table => Directory.Exists(Path.Combine(root, "data", table)))];
        var rows = string.Join(" UNION ALL ", tables.Select(table => $"SELECT search_space, arch_str FROM read_parquet('{root}/data/{table}/**/*.parquet')"));
        foreach (var (space, count, costs) in new[] { ("nas-bench-101", 3L, "macs_cifar10"), ("darts", 6L, "macs_nas_bench_301") })
        {
            Assert.Equal(count, await ScalarAsync($"SELECT count(*) FROM ({rows}) WHERE search_space = '{space}'"));
            Assert.True(await ScalarAsync($"SELECT count(*) FROM ({rows}) JOIN read_parquet('{root}/data/architectures-{space}.parquet') USING (search_space, arch_str) WHERE {costs} > 0") >= count, space);
        }
    }

    [Fact]
    public async Task Device_with_little_memory_fails_with_the_reason_and_measures_what_fits()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync(memoryBytes: 600L << 20);

        // 2,048 images of 128 channels at 32×32 are 1 GiB.
        (await CommandResult.RunAsync(
            "campaigns", "submit", "--space", "nas-bench-101", "--arch", "10.1|maxpool3x3", "--device", "bench", "--batch", "1,2048", "--passes", "2..2", "--min-spread", "0", "--watch", "--data", installation.Data)).Expect(0);

        var measurements = (await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements;
        var large = measurements.Single(measurement => measurement.ModelConfig.Batch == 2048);
        Assert.Equal((Verdict.Failed, FailureReason.OutOfMemory), (large.Verdict, large.FailureReason));
        Assert.Contains("memory", large.FailureMessage, StringComparison.Ordinal);
        Assert.NotEqual(Verdict.Failed, measurements.Single(measurement => measurement.ModelConfig.Batch == 1).Verdict);
    }

    private static async Task<long> ScalarAsync(string query)
    {
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancel), System.Globalization.CultureInfo.InvariantCulture);
    }
}
