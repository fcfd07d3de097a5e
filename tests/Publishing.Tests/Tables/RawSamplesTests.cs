using LatBench.Measurements;
using LatBench.Publishing.Tests.Fakes;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Tests.Tables;

public sealed class RawSamplesTests
{
    [Fact]
    public async Task Samples_give_the_published_latency_again_with_the_documented_query()
    {
        using var lab = new Lab();
        StoredPass[] passes = [Given.Pass(1, true, 1_000_000, 1_030_000, 1_010_000), Given.Pass(2, true, 1_400_000, 1_390_000, 1_395_000), Given.Pass(3, false, 1, 2, 3)];
        var summary = LatencyEstimator.Summarize([.. passes.Where(pass => pass.Counted).Select(pass => pass.Result)], seed: 1);
        lab.Add(Given.Measurement(Given.Direct) with { Summary = summary }, Given.DirectWithDeadEdges);
        lab.Source.Measurements[0] = lab.Source.Measurements[0] with { Passes = passes };
        await lab.BuildAsync();

        var rows = DuckDb.Query($"""
            SELECT l.arch_str, l.latency_ms, quantile_cont(s.duration_ns * s.clock_correction, 0.05) / 1e6 AS from_samples_ms
            FROM '{lab.PathOf("1.0.0")}/data/latency/*/*.parquet' l
            JOIN '{lab.PathOf("1.0.0")}/data/samples/*/*.parquet' s USING (model_sha256, target)
            WHERE s.quiet
            GROUP BY ALL
            """);

        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((double)row[1]!, (double)row[2]!, 1e-9));
        Assert.Equal(1.02 * 1.0025, (double)rows[0][1]!, 1e-9);
    }
}
