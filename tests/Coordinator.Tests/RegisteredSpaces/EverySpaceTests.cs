using System.Net;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Tests.Rest;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Tests.RegisteredSpaces;

/// <summary>Every search space that LatBench comes with, over gRPC and REST.</summary>
public sealed class EverySpaceTests : IAsyncLifetime
{
    private const string Device = "lab";

    private readonly RunningCoordinator _coordinator = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. SearchSpaceRegistry.BuiltIn.Spaces.Select(space => space.Name)];

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Campaign_asked_for_over_REST_is_measured_in_both_variants_and_published(string name)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var device = await _coordinator.EnrolAsync(Device);
        var input = space.DefaultInput.Name;
        var answer = await _coordinator.SendAsync(
            "POST",
            "/v1/campaigns",
            $$$"""
            {"targets": ["{{{Device}}}"], "selection": {"searchSpace": "{{{name}}}", "sample": {"count": 3, "seed": 1}}, "protocol": {"minPasses": 2, "maxPasses": 2, "minSpread": "0s"},
             "modelConfigs": [{"input": "{{{input}}}"}, {"input": "{{{input}}}", "graphVariant": "GRAPH_VARIANT_LITERAL"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var campaign = JsonDocument.Parse(answer.Body).RootElement.GetProperty("campaign").GetProperty("name").GetString()!;

        await FinishAsync(device, campaign);

        var measured = (await new MeasurementService.MeasurementServiceClient(_coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign }, cancellationToken: Token)).Measurements;
        Assert.Equal(6, measured.Count);
        Assert.All(measured, measurement => Assert.Equal((name, Verdict.Valid), (measurement.SearchSpace, measurement.Verdict)));
        Assert.Equal(3, measured.Count(measurement => measurement.ModelConfig.GraphVariant == Contracts.V1.GraphVariant.Literal));
        Assert.All(measured, measurement => Assert.True(space.TryParse(measurement.EffectiveCell, out _, out _), measurement.EffectiveCell));
        var snapshot = (await new SnapshotService.SnapshotServiceClient(_coordinator.AsAdmin()).CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Token)).Snapshot;
        Assert.Equal(6, snapshot.Rows);
    }

    [Theory]
    [InlineData("nas-bench-201", "333133")]
    [InlineData("nas-bench-101", "110.01.1|maxpool3x3,conv3x3-bn-relu")]
    [InlineData("nas-bench-101", """{"matrix": ["0110", "0001", "0001", "0000"], "ops": ["input", "maxpool3x3", "conv3x3-bn-relu", "output"]}""")]
    [InlineData("darts", "sep3.0+sep3.1|sep3.0+sep3.1|skip.0+sep3.1|skip.0+dil3.2/max.0+max.1|max.1+skip.2|max.0+skip.2|max.1+skip.2")]
    public async Task Architecture_is_described_alike_over_gRPC_and_REST(string name, string text)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var architecture = space.Parse(text);

        var described = (await new ArchitectureService.ArchitectureServiceClient(_coordinator.AsAdmin()).GetArchitectureAsync(new GetArchitectureRequest { SearchSpace = name, Text = text }, cancellationToken: Token)).Architecture;
        var answer = await _coordinator.SendAsync("GET", $"/v1/searchSpaces/{name}/architectures:describe?text={Uri.EscapeDataString(text)}");

        Assert.Equal((architecture.Text, space.Canonicalize(architecture).Text, space.Code(architecture), true), (described.Text, described.CanonicalForm, described.Code, described.Measurable));
        Assert.Equal(space.Columns?.Key(architecture) ?? "", described.Hash);
        Assert.Equal(space.Inputs.Select(input => (input.Name, space.Costs(architecture, input).Parameters, space.Costs(architecture, input).Macs)), described.Costs.Select(cost => (cost.Input, cost.Parameters, cost.Macs)));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(described.CanonicalForm, JsonDocument.Parse(answer.Body).RootElement.GetProperty("architecture").GetProperty("canonicalForm").GetString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Table_of_the_space_is_taken_in_and_given_back(string name)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var measurements = new MeasurementService.MeasurementServiceClient(_coordinator.AsAdmin());
        var sample = space.Sample(5, seed: 2);
        var request = new ImportMeasurementsRequest { Target = "imported/board", SearchSpace = name };
        request.Latencies.AddRange(sample.Select((one, place) => new ArchitectureLatency { Architecture = one.Text, LatencyMs = place + 1 }));

        var imported = await measurements.ImportMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal((name, 5), (imported.Target.SearchSpace, imported.Target.Labels));
        using var call = measurements.ExportMeasurements(new ExportMeasurementsRequest { Target = "imported/board", SearchSpace = name }, cancellationToken: Token);
        var exported = new List<string>();
        while (await call.ResponseStream.MoveNext(Token))
            exported.AddRange(call.ResponseStream.Current.Latencies.Select(row => row.Architecture));
        Assert.Equal(sample.Select(one => one.Text).Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    private async Task FinishAsync(Grpc.Core.CallInvoker device, string name)
    {
        var (campaigns, jobs) = (new CampaignService.CampaignServiceClient(_coordinator.AsAdmin()), new JobService.JobServiceClient(device));
        for (var round = 0; (await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: Token)).Campaign.State == CampaignState.Running; round++)
        {
            Assert.InRange(round, 0, 1000);
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + Device, MaxJobs = 50 }, cancellationToken: Token);
            foreach (var lease in leased.Leases)
                await jobs.CompleteJobAsync(Requests.Complete("devices/" + Device, lease, [.. Enumerable.Repeat(500_000L, 8)]), cancellationToken: Token);
        }
    }
}
