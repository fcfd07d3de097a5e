using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Measurements;

namespace LatBench.Dashboard.Tests.Measurements;

public sealed class PointTests
{
    private static readonly string[] Codes = ["000100", "000200", "000300", "300100", "030300"];

    [Fact]
    public void Of_imported_table_has_codes_and_costs_and_leads_to_cells()
    {
        var points = Imported(Codes);

        Assert.Equal(Codes, points.Codes);
        Assert.All(points.Macs, macs => Assert.True(macs > 0));
        Assert.True(points.Parameters[2] > points.Parameters[1]);
        Assert.False(points.IsMeasured);
        Assert.Equal("/cells?space=nas-bench-201&arch=000100", points.PathOf(0));
    }

    [Theory]
    [InlineData(null, null, new[] { 0, 1, 2, 3, 4 })]
    [InlineData("nor_conv_3x3", null, new[] { 2, 3, 4 })]
    [InlineData("nor_conv_3x3", "0", new[] { 3 })]
    [InlineData("nor_conv_3x3", "3", new[] { 2, 4 })]
    [InlineData("nor_conv_3x3", "99", new[] { 2, 3, 4 })]
    [InlineData("<script>", null, new int[0])]
    public void Choose_operation_on_an_edge_or_anywhere(string? operation, string? edge, int[] expected) =>
        Assert.Equal(expected, PointFilter.Parse(operation, edge, null, null).Choose(Imported(Codes)));

    [Fact]
    public void Choose_of_measurements_takes_one_of_each_architecture_the_newest_valid_original_first()
    {
        var points = Measured(
            ("000100", Verdict.Valid, 1, false), ("000100", Verdict.Valid, 2, false), ("000100", Verdict.Valid, 3, true), ("000100", Verdict.Suspect, 4, false), ("000200", Verdict.Suspect, 4, false));

        Assert.Equal([1, 4], PointFilter.Parse(null, null, null, null).Choose(points));
        Assert.Equal([3, 4], PointFilter.Parse(null, null, "suspect", null).Choose(points));
        Assert.Equal([2], PointFilter.Parse(null, null, null, "3").Choose(points));
        Assert.Equal("/measurements/12", points.PathOf(2));
    }

    [Fact]
    public void Query_is_read_back_to_the_same_filter()
    {
        var filter = PointFilter.Parse("nor_conv_3x3", "2", "suspect", "7");

        Assert.Equal("&op=nor_conv_3x3&edge=2&verdict=suspect&campaign=7", filter.Query());
        Assert.Equal("", PointFilter.Parse("", "x", "nonsense", "-1").Query());
    }

    [Fact]
    public void Columns_of_measurements_are_equally_long_and_numbers_have_five_digits()
    {
        using var json = JsonDocument.Parse(MeasurementsData.Columns(Measured(("000100", Verdict.Valid, 1, false), ("000200", Verdict.Suspect, 1, false)), [0, 1]));

        var columns = json.RootElement.EnumerateObject().Where(column => column.Value.ValueKind == JsonValueKind.Array).ToDictionary(column => column.Name, column => column.Value);
        Assert.Equal(["campaigns", "codes", "high_ms", "latency_ms", "low_ms", "macs", "measurements", "parameters", "verdicts"], columns.Keys.Order(StringComparer.Ordinal));
        Assert.All(columns.Values, column => Assert.Equal(2, column.GetArrayLength()));
        Assert.Equal("1.2346", columns["latency_ms"][0].GetRawText());
    }

    [Fact]
    public void Histogram_counts_every_latency_in_round_bins()
    {
        var (edges, counts) = new LatencyFigures([.. Enumerable.Range(0, 1000).Select(i => 1.03 + (i * 0.00471))]).Histogram();

        Assert.Equal(1000, counts.Sum());
        Assert.Equal(counts.Length + 1, edges.Length);
        Assert.Equal(1, edges[0], 9);
        Assert.Equal(0.5, Math.Round(edges[1] - edges[0], 9) * 2.5, 9);
        Assert.Equal((2, 1), (new LatencyFigures([2]).Histogram().Edges.Length, new LatencyFigures([2]).Histogram().Counts.Single()));
    }

    [Fact]
    public void Comparison_joins_architectures_and_ranks_disagreements()
    {
        var a = Imported(["000100", "000200", "000300", "300100"], [1, 2, 3, 4]);
        var b = Imported(["000300", "000200", "000100", "030300"], [6.6, 4, 2, 9]);

        var both = TargetComparison.Of(a, b);
        var ratios = both.Ratios(a, b);

        Assert.Equal([2, 2, 2.2], ratios.Select(ratio => Math.Round(ratio, 9)));
        Assert.Equal(1, both.Spearman(a, b)!.Value, 9);
        Assert.Equal(2, TargetComparison.MedianOf(ratios)!.Value, 9);
        Assert.Equal([2], TargetComparison.Disagreements(ratios, 1));
        Assert.Null(TargetComparison.Of(a, Imported(["444444"])).Spearman(a, b));
    }

    [Fact]
    public void Samples_of_a_long_pass_are_thinned_with_the_least_and_the_greatest()
    {
        var pass = new Pass { Number = 3, Counted = true, Result = new PassResult { Contended = true } };
        pass.Result.SamplesNs.AddRange(Enumerable.Range(0, 10_000).Select(i => i == 7777 ? 9_000_000L : i == 1234 ? 1L : 1_000_000L));

        var shown = Assert.Single(PassSamples.Of([pass]));

        Assert.Equal(("contended", 10_000), (shown.State, shown.Taken));
        Assert.InRange(shown.Shown.Length, PassSamples.MaxShown, PassSamples.MaxShown + 2);
        Assert.Contains((7777, 9.0), shown.Shown);
        Assert.Contains((1234, 1e-6), shown.Shown);
    }

    [Fact]
    public void Shares_of_a_profile_add_up_by_edge_over_all_cells()
    {
        var profile = new OperatorProfile();
        foreach (var (cell, from, node, share) in new[] { (0, 0, 1, 0.2), (1, 0, 1, 0.3), (0, 1, 3, 0.1) })
            profile.Operators.Add(new ProfiledOperator { Share = share, Place = new OperatorPlace { Part = NetworkPart.Edge, Cell = cell, EdgeFrom = from, Node = node, Operation = "nor_conv_3x3" } });
        profile.Operators.Add(new ProfiledOperator { Share = 0.4, Place = new OperatorPlace { Part = NetworkPart.Stem, Text = "stem" } });

        Assert.Equal(0.5, ProfileShares.OnDrawing(profile)!["0-1"], 9);
        Assert.Equal([("edge 0 → 1 nor_conv_3x3", 2), ("stem", 1), ("edge 1 → 3 nor_conv_3x3", 1)], ProfileShares.ByPart(profile).Select(part => (part.Name, part.Operators)));
    }

    private static TargetPoints Imported(string[] architectures, double[]? latencies = null)
    {
        var message = new ReadMeasurementPointsResponse { Version = "1", Target = Target(Origin.Imported), Architectures = { architectures } };
        message.LatenciesMs.AddRange(latencies ?? [.. architectures.Select((_, i) => 1.0 + i)]);
        return TargetPoints.Of([message]);
    }

    private static TargetPoints Measured(params (string Architecture, Verdict Verdict, long Campaign, bool Reused)[] rows)
    {
        var message = new ReadMeasurementPointsResponse { Version = "1", Target = Target(Origin.Measured) };
        foreach (var (place, row) in rows.Index())
        {
            message.Architectures.Add(row.Architecture);
            message.LatenciesMs.Add(1.23456789);
            message.Ci95LowsMs.Add(1.2);
            message.Ci95HighsMs.Add(1.3);
            message.Verdicts.Add(row.Verdict);
            message.Campaigns.Add(row.Campaign);
            message.Measurements.Add(10 + place);
            message.Reused.Add(row.Reused);
        }

        return TargetPoints.Of([message]);
    }

    private static LabelledTarget Target(Origin origin) => new()
    {
        Target = "t",
        Origin = origin,
        SearchSpace = "nas-bench-201",
        ModelConfig = new ModelConfig { Dataset = Dataset.Cifar10, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned },
    };
}
