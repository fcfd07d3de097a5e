using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Quickstart;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Quickstart;

public sealed class QuickstartReportTests
{
    [Fact]
    public async Task Summary_holds_the_promised_fields()
    {
        using var folder = new TempDirectory();
        QuickstartSummary.Of(Result()).Write(folder.File("summary.json"));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.File("summary.json"), TestContext.Current.CancellationToken));
        var root = json.RootElement;
        Assert.Equal("devices/lab", root.GetProperty("device").GetString());
        Assert.Equal("lab/ort-1.31.1/cpu/t1", root.GetProperty("target").GetString());
        int[] counts = [.. new[] { "models_requested", "measured_valid", "measured_suspect", "failed", "reused" }.Select(name => root.GetProperty(name).GetInt32())];
        Assert.Equal([5, 2, 1, 1, 1], counts);
        Assert.Equal((60, 12.5), (root.GetProperty("wall_seconds").GetDouble(), root.GetProperty("inference_seconds").GetDouble()));
        Assert.Equal((2, 0.6), (root.GetProperty("median_latency_ms").GetDouble(), root.GetProperty("share_within_target").GetDouble()));
        Assert.Equal(0.2, root.GetProperty("median_contention").GetDouble());
        var search = root.GetProperty("search");
        Assert.Equal(("searches/1", "parameters", 1.5), (search.GetProperty("name").GetString(), search.GetProperty("stand_in").GetString(), search.GetProperty("limit_ms").GetDouble()));
        Assert.Equal((30, 2), (search.GetProperty("suggested").GetInt32(), search.GetProperty("winners").GetArrayLength()));
        var winner = search.GetProperty("winners")[1];
        Assert.Equal((70, 1.1, 1.4, false), (winner.GetProperty("stand_in_percent").GetDouble(), winner.GetProperty("predicted_ms").GetDouble(), winner.GetProperty("high_ms").GetDouble(), winner.GetProperty("limit_met").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, winner.GetProperty("measured_ms").ValueKind);
        var snapshot = root.GetProperty("snapshot");
        Assert.Equal(("1.0.0", "/data/latbench-1.0.0", 3L, "abc"), (snapshot.GetProperty("version").GetString(), snapshot.GetProperty("path").GetString(), snapshot.GetProperty("rows").GetInt64(), snapshot.GetProperty("sha256").GetString()));
    }

    [Fact]
    public void Report_is_printed_where_the_summary_cannot_be_written()
    {
        using var folder = new TempDirectory();
        using var output = new StringWriter();
        var host = new CliHost(new CliEnvironment { Out = output, Error = TextWriter.Null, Variable = _ => null });
        var context = new CommandContext(host, LatBenchCommand.Create(host).Parse(["quickstart"]), TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<CliException>(() => QuickstartCommand.Report(context, Result(), folder.File("absent/summary.json")));

        Assert.Contains("name another file with --json", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("/data/latbench-1.0.0", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("search run --limit", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The option <c>--limit</c> takes no exponent.</summary>
    [Theory]
    [InlineData(1.5, "1.5")]
    [InlineData(1.23456, "1.235")]
    [InlineData(0.00001234567, "0.00001235")]
    [InlineData(12_000, "12000")]
    [InlineData(123_456, "123500")]
    public void Number_has_four_digits_and_no_exponent(double milliseconds, string expected) => Assert.Equal(expected, QuickstartReport.Number(milliseconds));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.021, "2.1 %: the machine was quiet")]
    [InlineData(0.32, "32.0 %: something else used this machine's cores (see './latbench agent check'); until it stops, latencies move by more than the intervals say")]
    public void Contention_says_whether_the_machine_was_quiet(double? median, string expected) => Assert.Equal(expected, QuickstartReport.Contention(median));

    [Fact]
    public void Pick_gives_fastest_median_and_slowest_valid()
    {
        var picked = Ranking.Pick(Result().Measurements);
        Assert.Equal([("fastest", 1.0), ("median", 2.0), ("slowest", 4.0)], picked.Select(row => (row.Rank, row.Measurement.Summary.LatencyMs)));
    }

    [Fact]
    public void Predicted_fastest_are_different_networks()
    {
        // The first two have the same effective cell: a single 3×3 convolution from input to output.
        string[] codes = ["000300", "010300", "000200", "000100"];
        var space = new PredictResponse { Predictions = { codes.Select((code, i) => new Prediction { Architecture = Nas201.Parse(code).ToString(), LatencyMs = 1 + i }) } };

        var picked = PredictionReport.Pick(space).Select(row => (row.Rank, Nas201.Parse(row.Prediction.Architecture).Code()));

        Assert.Equal([("fastest 1", "000300"), ("fastest 2", "000200"), ("fastest 3", "000100"), ("median", "010300"), ("slowest", "000100")], picked);
    }

    // The tables have 1.531546 million parameters for the largest network on CIFAR-10, and 0.073306 for a skip connection.
    [Theory]
    [InlineData("333333", 100)]
    [InlineData("000100", 100 * 0.073306 / 1.531546)]
    public void Stand_in_is_the_share_of_parameters(string code, double expected) => Assert.Equal(expected, StandIn.Percent(code), 1e-9);

    [Theory]
    [InlineData(new double[0], null)]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0 }, 2.5)]
    public void Median_is_the_middle(double[] values, double? expected) => Assert.Equal(expected, Ranking.Median(values));

    internal static QuickstartResult Result() => new()
    {
        Plan = new QuickstartPlan(5, 1, new ModelConfig(), new Protocol { MaxRelativeError = 0.02 }, Remeasure: false),
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
        Search = new QuickstartSearch { Search = Searched() },
        CampaignTime = TimeSpan.FromSeconds(50),
        WallTime = TimeSpan.FromSeconds(60),
    };

    private static Search Searched() => new()
    {
        Name = "searches/1",
        State = SearchState.Succeeded,
        Limits = { new SearchLimit { Target = "lab/ort-1.31.1/cpu/t1", MaxLatencyMs = 1.5 } },
        Progress = new SearchProgress { Candidates = 900, Suggested = 30, Reported = 30, Confirmed = 1 },
        Ranking =
        {
            Winner(80, WinnerState.Confirmed, 1.2),
            Winner(70, WinnerState.Refuted, null),
            Winner(60, WinnerState.Unspecified, null),
        },
    };

    private static SearchWinner Winner(double percent, WinnerState state, double? measuredMs)
    {
        var latency = new WinnerLatency { Predicted = new PredictedLatency { LatencyMs = 1.1, LowMs = 1, HighMs = 1.4 }, LimitMs = 1.5 };
        if (measuredMs is { } measured)
            latency.MeasuredMs = measured;
        return new SearchWinner { Architecture = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|", Accuracy = percent, State = state, Latencies = { latency } };
    }

    private static Measurement Measured(double milliseconds, Verdict verdict) => new()
    {
        Verdict = verdict,
        Summary = new LatencySummary { LatencyMs = milliseconds, Ci95LowMs = milliseconds * 0.99, Ci95HighMs = milliseconds * 1.01, Contention = milliseconds / 10 },
    };
}
