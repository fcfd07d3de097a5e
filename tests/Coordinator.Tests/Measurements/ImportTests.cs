using System.Net.Http.Headers;
using System.Net.Http.Json;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Measurements;

public sealed class ImportTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MeasurementService.MeasurementServiceClient Measurements => new(coordinator.AsAdmin());

    [Fact]
    public async Task Imported_table_is_listed_as_imported_and_exported_as_it_came()
    {
        var imported = await Measurements.ImportMeasurementsAsync(Table("imported/a", (Requests.Conv3x3Everywhere, 1.06166363), ("000100", 0.1)), cancellationToken: Cancel);

        Assert.Equal((ImportOutcome.Imported, 2, Origin.Imported), (imported.Outcome, imported.Target.Labels, imported.Target.Origin));
        Assert.Equal(new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned }, imported.Target.ModelConfig);
        var listed = await Measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { Target = "imported/a" }, cancellationToken: Cancel);
        Assert.Equal([imported.Target], listed.Targets);
        var exported = await ExportAsync(new ExportMeasurementsRequest { Target = "imported/a" });
        Assert.Equal(imported.Target, exported.Target);
        Assert.Equal([(Requests.Skip, 0.1), (Requests.Conv3x3Everywhere, 1.06166363)], exported.Latencies.Select(row => (row.Architecture, Math.Round(row.LatencyMs, 12))));
        Assert.Empty((await Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Target = "imported/a" }, cancellationToken: Cancel)).Measurements);
    }

    [Fact]
    public async Task Import_of_latencies_that_no_device_has_is_told_until_it_is_replaced()
    {
        var seconds = Table("imported/wrong", (Requests.Conv3x3Everywhere, 0.0005), ("000100", 0.0002));
        var plausible = Table("imported/wrong", (Requests.Conv3x3Everywhere, 0.5), ("000100", 0.2));
        plausible.Replace = true;

        var imported = await Measurements.ImportMeasurementsAsync(seconds, cancellationToken: Cancel);

        Assert.Contains("below 1 us", Assert.Single(imported.Target.Warnings), StringComparison.Ordinal);
        Assert.Equal(imported.Target.Warnings, Assert.Single((await Measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { Target = "imported/wrong" }, cancellationToken: Cancel)).Targets).Warnings);
        Assert.Equal(imported.Target.Warnings, (await ExportAsync(new ExportMeasurementsRequest { Target = "imported/wrong" })).Target.Warnings);
        Assert.Empty((await Measurements.ImportMeasurementsAsync(plausible, cancellationToken: Cancel)).Target.Warnings);
    }

    [Fact]
    public async Task Import_repeated_changes_nothing_and_another_table_needs_replace()
    {
        await Measurements.ImportMeasurementsAsync(Table("imported/b", ("000100", 1)), cancellationToken: Cancel);

        Assert.Equal(ImportOutcome.Unchanged, (await Measurements.ImportMeasurementsAsync(Table("imported/b", ("000100", 1)), cancellationToken: Cancel)).Outcome);
        var other = Table("imported/b", ("000100", 2));
        Assert.Contains("--replace", await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, Measurements.ImportMeasurementsAsync(other, cancellationToken: Cancel)), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single((await ExportAsync(new ExportMeasurementsRequest { Target = "imported/b" })).Latencies).LatencyMs);

        other.Replace = true;
        Assert.Equal(ImportOutcome.Replaced, (await Measurements.ImportMeasurementsAsync(other, cancellationToken: Cancel)).Outcome);
        Assert.Equal(2, Assert.Single((await ExportAsync(new ExportMeasurementsRequest { Target = "imported/b" })).Latencies).LatencyMs);
    }

    [Fact]
    public async Task Import_bad_rows_are_named_and_nothing_is_imported()
    {
        var table = Table("imported/c", ("000100", 1), ("000109", 1), (Requests.Unreachable, 1), (Requests.Skip, 1), ("000200", -1), ("000300", double.NaN), ("000400", double.PositiveInfinity));
        table.RequestId = new string('r', 101);
        table.Source = new ImportSource { Licence = "two\nlines" };

        await RpcAssert.FailsOnAsync(
            Measurements.ImportMeasurementsAsync(table, cancellationToken: Cancel),
            "request_id", "source.licence", "latencies[1].architecture", "latencies[2].architecture", "latencies[3].architecture", "latencies[4].latency_ms", "latencies[5].latency_ms", "latencies[6].latency_ms");

        await RpcAssert.FailsOnAsync(Measurements.ImportMeasurementsAsync(Table("imported/c"), cancellationToken: Cancel), "latencies");
        Assert.Empty((await Measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { Target = "imported/c" }, cancellationToken: Cancel)).Targets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper/case")]
    [InlineData("../up")]
    [InlineData("a//b")]
    [InlineData("lab/ort-1.31.1/cpu/t1")]
    [InlineData("lab/ort-1.31.1/cuda/t1-basic-resident")]
    public async Task Import_slug_of_a_measured_target_or_of_none_is_refused(string slug) =>
        await RpcAssert.FailsOnAsync(Measurements.ImportMeasurementsAsync(Table(slug, ("000100", 1)), cancellationToken: Cancel), "target");

    [Fact]
    public async Task Import_unknown_model_configuration_is_refused()
    {
        var table = Table("imported/d", ("000100", 1));
        table.ModelConfig = new ModelConfig { Batch = -1 };

        await RpcAssert.FailsOnAsync(Measurements.ImportMeasurementsAsync(table, cancellationToken: Cancel), "model_config.batch");
    }

    [Fact]
    public async Task Export_of_nothing_says_where_to_look()
    {
        var none = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(new ExportMeasurementsRequest { Target = "imported/none" }));
        Assert.Equal(StatusCode.NotFound, none.StatusCode);
        Assert.Contains("latbench measurements targets", none.Status.Detail, StringComparison.Ordinal);

        await Measurements.ImportMeasurementsAsync(Table("imported/e", ("000100", 1)), cancellationToken: Cancel);
        var refused = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(new ExportMeasurementsRequest { Target = "imported/e", ModelConfig = new ModelConfig { Batch = 32 } }));
        Assert.Contains("cifar100, batch 32, fp32, pruned: it has cifar100, batch 1, fp32, pruned", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListLabelledTargets_pages_without_loss()
    {
        foreach (var slug in new[] { "paged/b", "paged/a", "paged/c" })
            await Measurements.ImportMeasurementsAsync(Table(slug, ("000100", 1)), cancellationToken: Cancel);
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await Measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { PageSize = 1, PageToken = token }, cancellationToken: Cancel);
            seen.AddRange(page.Targets.Select(target => target.Target));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(["paged/a", "paged/b", "paged/c"], seen.Where(slug => slug.StartsWith("paged/", StringComparison.Ordinal)));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Import_over_rest()
    {
        using var client = coordinator.Web();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", coordinator.AdminToken);

        using var response = await client.PostAsJsonAsync("/v1/measurements:import", new { target = "imported/rest", latencies = new[] { new { architecture = "000100", latencyMs = 0.5 } } }, Cancel);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("\"latencyMs\":0.5", (await client.GetStringAsync("/v1/measurements:export?target=imported/rest", Cancel)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static ImportMeasurementsRequest Table(string target, params (string Architecture, double Milliseconds)[] rows) => new()
    {
        Target = target,
        Latencies = { rows.Select(row => new ArchitectureLatency { Architecture = row.Architecture, LatencyMs = row.Milliseconds }) },
    };

    [Fact]
    public async Task ReadMeasurementPoints_sends_columns_once_for_each_version()
    {
        await Measurements.ImportMeasurementsAsync(Table("points/a", (Requests.Conv3x3Everywhere, 2), ("000100", 1)), cancellationToken: Cancel);

        var points = await ReadPointsAsync(new ReadMeasurementPointsRequest { Target = "points/a" });
        var again = await ReadPointsAsync(new ReadMeasurementPointsRequest { Target = "points/a", KnownVersion = points.Version });

        Assert.Equal([(Requests.Skip, 1.0), (Requests.Conv3x3Everywhere, 2.0)], points.Architectures.Zip(points.LatenciesMs));
        Assert.Empty(points.Measurements);
        Assert.Equal(("points/a", points.Version, 0), (again.Target.Target, again.Version, again.Architectures.Count));
        var refused = await Assert.ThrowsAsync<RpcException>(() => ReadPointsAsync(new ReadMeasurementPointsRequest { Target = "points/none" }));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task ListArchitectureLatencies_finds_the_network_on_every_target()
    {
        await Measurements.ImportMeasurementsAsync(Table("everywhere/b", ("000100", 2)), cancellationToken: Cancel);
        await Measurements.ImportMeasurementsAsync(Table("everywhere/a", ("000100", 1), ("030100", 7)), cancellationToken: Cancel);

        // The edge to node 2 leads nowhere: a table without this text has the same network in its canonical form.
        var found = await Measurements.ListArchitectureLatenciesAsync(new ListArchitectureLatenciesRequest { Architecture = "030100" }, cancellationToken: Cancel);

        Assert.Equal([("everywhere/a", 7.0), ("everywhere/b", 2.0)], found.Latencies.Where(row => row.Target.StartsWith("everywhere/", StringComparison.Ordinal)).Select(row => (row.Target, row.LatencyMs)));
        Assert.All(found.Latencies, row => Assert.Equal((Origin.Imported, false, ""), (row.Origin, row.HasCi95LowMs, row.Measurement)));
        await RpcAssert.FailsOnAsync(Measurements.ListArchitectureLatenciesAsync(new ListArchitectureLatenciesRequest { Architecture = "nonsense" }, cancellationToken: Cancel), "architecture");
        await RpcAssert.FailsOnAsync(
            Measurements.ListArchitectureLatenciesAsync(new ListArchitectureLatenciesRequest { SearchSpace = "nowhere", Architecture = "000100" }, cancellationToken: Cancel), "search_space");
    }

    private async Task<ReadMeasurementPointsResponse> ReadPointsAsync(ReadMeasurementPointsRequest request)
    {
        using var call = Measurements.ReadMeasurementPoints(request, cancellationToken: Cancel);
        var all = new ReadMeasurementPointsResponse();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Cancel))
            all.MergeFrom(message);
        return all;
    }

    private async Task<ExportMeasurementsResponse> ExportAsync(ExportMeasurementsRequest request)
    {
        using var call = Measurements.ExportMeasurements(request, cancellationToken: Cancel);
        var all = new ExportMeasurementsResponse();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Cancel))
            all.MergeFrom(message);
        return all;
    }
}
