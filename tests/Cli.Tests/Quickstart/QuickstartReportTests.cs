using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.Quickstart;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Tests.Quickstart;

public sealed class QuickstartReportTests
{
    [Fact]
    public async Task Summary_holds_the_promised_fields()
    {
        using var folder = new TempDirectory();
        await QuickstartSummary.Of(Result()).WriteAsync(folder.File("summary.json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.File("summary.json"), TestContext.Current.CancellationToken));
        var root = json.RootElement;
        Assert.Equal("devices/lab", root.GetProperty("device").GetString());
        Assert.Equal("lab/ort-1.31.1/cpu/t1", root.GetProperty("target").GetString());
        int[] counts = [.. new[] { "models_requested", "measured_valid", "measured_suspect", "failed", "reused" }.Select(name => root.GetProperty(name).GetInt32())];
        Assert.Equal([5, 2, 1, 1, 1], counts);
        Assert.Equal((60, 12.5), (root.GetProperty("wall_seconds").GetDouble(), root.GetProperty("inference_seconds").GetDouble()));
        Assert.Equal((2, 0.6), (root.GetProperty("median_latency_ms").GetDouble(), root.GetProperty("share_within_target").GetDouble()));
        var snapshot = root.GetProperty("snapshot");
        Assert.Equal(("1.0.0", "/data/latbench-1.0.0", 3L, "abc"), (snapshot.GetProperty("version").GetString(), snapshot.GetProperty("path").GetString(), snapshot.GetProperty("rows").GetInt64(), snapshot.GetProperty("sha256").GetString()));
    }

    [Fact]
    public void Pick_gives_fastest_median_and_slowest_valid()
    {
        var picked = Ranking.Pick(Result().Measurements);
        Assert.Equal([("fastest", 1.0), ("median", 2.0), ("slowest", 4.0)], picked.Select(row => (row.Rank, row.Measurement.Summary.LatencyMs)));
    }

    [Theory]
    [InlineData(new double[0], null)]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0 }, 2.5)]
    public void Median_is_the_middle(double[] values, double? expected) => Assert.Equal(expected, Ranking.Median(values));

    private static QuickstartResult Result() => new()
    {
        Plan = new QuickstartPlan(5, 1, new ModelConfig(), new Protocol { MaxRelativeError = 0.02 }, Remeasure: false, Database: null),
        Device = new Device { Name = "devices/lab" },
        Campaign = new Campaign
        {
            Name = "campaigns/1",
            Targets = { "lab/ort-1.31.1/cpu/t1" },
            Progress = new CampaignProgress
            {
                Architectures = 5,
                Models = 5,
                Measurements = 5,
                Valid = 3,
                Reused = 1,
                Suspect = 1,
                Failed = 1,
                WithinTarget = 3,
                InferenceTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(12.5)),
            },
        },
        Measurements = [Measured(4, Verdict.Valid), Measured(1, Verdict.Valid), Measured(2, Verdict.Valid), Measured(0.5, Verdict.Suspect), Measured(9, Verdict.Suspect), new Measurement { Verdict = Verdict.Failed }],
        Snapshot = new Snapshot { Version = "1.0.0", Path = "/data/latbench-1.0.0", Rows = 3, Sha256 = "abc" },
        Verification = new SnapshotVerification { FilesChecked = 3, Problems = [] },
        CampaignTime = TimeSpan.FromSeconds(50),
        WallTime = TimeSpan.FromSeconds(60),
    };

    private static Measurement Measured(double milliseconds, Verdict verdict) => new()
    {
        Verdict = verdict,
        Summary = new LatencySummary { LatencyMs = milliseconds, Ci95LowMs = milliseconds * 0.99, Ci95HighMs = milliseconds * 1.01 },
    };
}
