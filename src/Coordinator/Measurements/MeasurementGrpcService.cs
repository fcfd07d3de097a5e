using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Measurements;

namespace LatBench.Coordinator.Measurements;

/// <summary>The service for measurements and imported latencies.</summary>
internal sealed class MeasurementGrpcService(IStore store, SearchSpaceRegistry spaces, LatencyImports imports, ImportWarnings warnings) : MeasurementService.MeasurementServiceBase
{
    private const int ExportChunk = 1000;
    private const int PointChunk = 4000;

    private readonly LabelledTargets _labelled = new(store.Labels, spaces);

    /// <inheritdoc/>
    public override async Task<GetMeasurementResponse> GetMeasurement(GetMeasurementRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber("measurements", request.Name, "name");
        var measurement = await store.Measurements.FindAsync(id, context.CancellationToken)
            ?? throw RpcErrors.NotFound("measurement", request.Name, $"There is no measurement {id}: see 'latbench measurements list'.");
        var response = new GetMeasurementResponse { Measurement = measurement.ToProto() };
        response.Profile = (await store.Measurements.FindProfileAsync(id, context.CancellationToken))?.ToProto();
        response.Passes.AddRange((await store.Measurements.ListPassesAsync(id, context.CancellationToken)).Select(MeasurementMapping.ToProto));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListMeasurementsResponse> ListMeasurements(ListMeasurementsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 100, max: 1000);
        var filter = new MeasurementFilter(
            request.Campaign.Length == 0 ? null : ResourceName.ParseNumber("campaigns", request.Campaign, "campaign"),
            request.Target.Length == 0 ? null : request.Target,
            request.Verdict.ToDomain(),
            request.Model.Length == 0 ? null : ResourceName.ParseId("models", request.Model, "model"));
        var measurements = await store.Measurements.ListAsync(filter, Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListMeasurementsResponse();
        response.Measurements.AddRange(measurements.Take(size).Select(MeasurementMapping.ToProto));
        if (measurements.Count > size)
            response.NextPageToken = Paging.Token(measurements[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override Task<ImportMeasurementsResponse> ImportMeasurements(ImportMeasurementsRequest request, ServerCallContext context) =>
        imports.RunAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task ExportMeasurements(
        ExportMeasurementsRequest request, IServerStreamWriter<ExportMeasurementsResponse> responseStream, ServerCallContext context)
    {
        var target = await _labelled.FindAsync(request.Target, request.SearchSpace, request.ModelConfig, context.CancellationToken);
        var message = new ExportMeasurementsResponse { Target = await warnings.DescribeAsync(target, context.CancellationToken) };
        foreach (var chunk in (await store.Labels.ReadAsync(target.Target, target.SearchSpace, target.Configuration, context.CancellationToken)).Chunk(ExportChunk))
        {
            message.Latencies.AddRange(chunk.Select(LabelMapping.ToProto));
            await responseStream.WriteAsync(message, context.CancellationToken);
            message = new ExportMeasurementsResponse();
        }
    }

    /// <inheritdoc/>
    public override async Task<ListLabelledTargetsResponse> ListLabelledTargets(ListLabelledTargetsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 100, max: 1000);
        var after = Paging.After(request.PageToken);
        if (request.SearchSpace.Length > 0 && !spaces.TryGet(request.SearchSpace, out _))
            throw Refusals.InvalidArgument("search_space", spaces.Unknown(request.SearchSpace));
        var targets = (await store.Labels.ListTargetsAsync(request.Target.Length == 0 ? null : request.Target, context.CancellationToken))
            .Where(target => request.SearchSpace.Length == 0 || target.SearchSpace == request.SearchSpace)
            .Select(target => (Key: LabelledTargets.Key(target), Target: target))
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Where(row => after is null || string.CompareOrdinal(row.Key, after) > 0)
            .Take(size + 1).ToArray();
        var response = new ListLabelledTargetsResponse();
        foreach (var (_, target) in targets.Take(size))
            response.Targets.Add(await warnings.DescribeAsync(target, context.CancellationToken));
        if (targets.Length > size)
            response.NextPageToken = Paging.Token(targets[size - 1].Key);

        return response;
    }

    /// <inheritdoc/>
    public override async Task ReadMeasurementPoints(
        ReadMeasurementPointsRequest request, IServerStreamWriter<ReadMeasurementPointsResponse> responseStream, ServerCallContext context)
    {
        var target = await _labelled.FindAsync(request.Target, request.SearchSpace, request.ModelConfig, context.CancellationToken);
        var version = await store.Labels.GetPointsVersionAsync(target.Target, target.SearchSpace, target.Configuration, context.CancellationToken);
        var first = new ReadMeasurementPointsResponse { Target = await warnings.DescribeAsync(target, context.CancellationToken), Version = version };
        await responseStream.WriteAsync(first, context.CancellationToken);
        if (request.KnownVersion == version)
            return;
        foreach (var chunk in (await store.Labels.ReadPointsAsync(target.Target, target.SearchSpace, target.Configuration, context.CancellationToken)).Chunk(PointChunk))
        {
            var message = new ReadMeasurementPointsResponse();
            message.Add(chunk);
            await responseStream.WriteAsync(message, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task<ListArchitectureLatenciesResponse> ListArchitectureLatencies(ListArchitectureLatenciesRequest request, ServerCallContext context)
    {
        var space = request.SearchSpace.Length == 0 ? spaces.Default
            : spaces.TryGet(request.SearchSpace, out var known) ? known
            : throw Refusals.InvalidArgument("search_space", spaces.Unknown(request.SearchSpace));
        if (!space.TryParse(request.Architecture, out var architecture, out var error))
            throw Refusals.InvalidArgument("architecture", error.Message);
        var found = await store.Labels.FindLatenciesAsync(space.Name, architecture.Text, space.Canonicalize(architecture).Text, context.CancellationToken);
        return new ListArchitectureLatenciesResponse { Latencies = { found.Select(PointMapping.ToProto) } };
    }
}
