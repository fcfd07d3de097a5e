using System.Diagnostics;
using LatBench.Publishing.Tests.Fakes;
using LatBench.SnapshotFormat;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests;

/// <summary>The properties of a snapshot that is published with the repository: held over a small one, and over those that are there.</summary>
public sealed class DatasetsTests
{
    private const long MostBytes = 40_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Small_snapshot_is_what_a_dataset_must_be()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.RepeatAsync();

        await AssertDatasetAsync(lab.PathOf("1.0.0"));
    }

    [Fact]
    public async Task Datasets_of_the_repository_are_intact_small_and_readable()
    {
        foreach (var dataset in Published())
            await AssertDatasetAsync(dataset);
    }

    [Fact]
    public void Datasets_of_the_repository_latencies_follow_from_their_samples()
    {
        foreach (var dataset in Published())
        {
            Assert.Equal(0L, DuckDb.Value($"""
                SELECT count(*) FROM '{dataset}/data/latency/*/*.parquet' LEFT JOIN (
                    SELECT target, model_sha256, quantile_cont(duration_ns * clock_correction / 1e6, 0.05) AS from_samples
                    FROM '{dataset}/data/samples/*/*.parquet' WHERE quiet GROUP BY ALL) USING (target, model_sha256)
                WHERE NOT coalesce(abs(latency_ms / from_samples - 1) < 1e-12, false)
                """));
        }
    }

    private static string[] Published()
    {
        var datasets = Directory.GetDirectories(RepositoryRoot.PathOf("datasets"), "latbench-*");
        Assert.NotEmpty(datasets);
        return datasets;
    }

    private static async Task AssertDatasetAsync(string path)
    {
        var result = await SnapshotVerifier.VerifyAsync(path, Token);
        Assert.Empty(result.Problems);
        Assert.InRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, MostBytes);
        foreach (var table in result.Manifest!.Tables)
        {
            Assert.Equal(table.Rows, DuckDb.Value($"SELECT count(*) FROM '{path}/{table.Path}'"));
            Assert.Equal(table.Columns, DuckDb.Columns($"{path}/{table.Path}").Select(column => column.Split(' ')[0]));
        }

        Assert.Equal(0L, DuckDb.Value($"SELECT count(*) FROM '{path}/data/latency/*/*.parquet' WHERE verdict <> 'valid' OR NOT (ci95_low_ms <= latency_ms AND latency_ms <= ci95_high_ms)"));
        using var sums = Process.Start(new ProcessStartInfo("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"]) { WorkingDirectory = path })!;
        await sums.WaitForExitAsync(Token);
        Assert.Equal(0, sums.ExitCode);
    }
}
