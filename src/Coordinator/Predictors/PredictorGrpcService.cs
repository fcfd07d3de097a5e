using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Rest;
using LatBench.Coordinator.Waiting;
using LatBench.Storage;
using LatBench.Storage.Predictors;
using LatBench.Storage.Signals;
using Predictor = LatBench.Storage.Predictors.Predictor;
using PredictorState = LatBench.Storage.Predictors.PredictorState;

namespace LatBench.Coordinator.Predictors;

/// <summary>Predictors: trained, evaluated, served.</summary>
internal sealed class PredictorGrpcService(
    IStore store,
    TrainingPlanner planner,
    EvaluationRequests evaluations,
    FewShotRequests fewShot,
    PredictionRequests predictions,
    PredictorCatalog catalog,
    PredictorArtifacts artifacts,
    WaitReader waits,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : PredictorService.PredictorServiceBase
{
    private const string Collection = "predictors";
    private const int ChunkBytes = 256 * 1024;

    /// <summary>The time that a watcher relies on the hint before it looks again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task<TrainPredictorResponse> TrainPredictor(TrainPredictorRequest request, ServerCallContext context)
    {
        var cancellationToken = context.CancellationToken;
        var predictor = request.RequestId.Length == 0 ? null : await store.Predictors.FindByRequestAsync(request.RequestId, cancellationToken);
        predictor ??= await store.Predictors.CreateAsync(await planner.PlanAsync(request, cancellationToken), cancellationToken);
        return new TrainPredictorResponse { Predictor = await DescribeAsync(predictor, cancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<GetPredictorResponse> GetPredictor(GetPredictorRequest request, ServerCallContext context) =>
        new() { Predictor = await DescribeAsync(await RequireAsync(request.Name, context.CancellationToken), context.CancellationToken) };

    /// <inheritdoc/>
    public override async Task<ListPredictorsResponse> ListPredictors(ListPredictorsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 50, max: 500);
        var filter = new PredictorFilter(request.Target.Length == 0 ? null : request.Target, request.Promoted ? true : null);
        var found = await store.Predictors.ListAsync(filter, Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListPredictorsResponse();
        response.Predictors.AddRange(found.Take(size).Select(PredictorMapping.ToProto));
        if (found.Count > size)
            response.NextPageToken = Paging.Token(found[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchPredictor(WatchPredictorRequest request, IServerStreamWriter<WatchPredictorResponse> responseStream, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        Contracts.V1.Predictor? sent = null;
        while (true)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var hint = store.Signals.WaitAsync(Topics.Predictor(id), PollInterval, look.Token);
            var predictor = await RequireAsync(request.Name, stop.Token);
            var message = await DescribeAsync(predictor, stop.Token);
            if (!message.Equals(sent))
                await responseStream.WriteAsync(new WatchPredictorResponse { Predictor = sent = message }, stop.Token);
            if (predictor.State is not (PredictorState.Queued or PredictorState.Training))
            {
                await look.CancelAsync();
                await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            await hint;
        }
    }

    /// <inheritdoc/>
    public override async Task<CancelPredictorResponse> CancelPredictor(CancelPredictorRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        var predictor = await store.Predictors.CancelAsync(id, time.GetUtcNow(), context.CancellationToken) ?? throw NotFound(id);
        return new CancelPredictorResponse { Predictor = predictor.ToProto() };
    }

    /// <inheritdoc/>
    public override async Task<EvaluatePredictorResponse> EvaluatePredictor(EvaluatePredictorRequest request, ServerCallContext context)
    {
        var predictor = await RequireAsync(request.Name, context.CancellationToken);
        return new EvaluatePredictorResponse { Evaluation = await evaluations.EvaluateAsync(predictor, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<PromotePredictorResponse> PromotePredictor(PromotePredictorRequest request, ServerCallContext context)
    {
        var predictor = await RequireAsync(request.Name, context.CancellationToken);
        // Loaded before it serves: no caller waits for it afterwards, and one that cannot be loaded never serves.
        await (await catalog.LoadAsync(predictor, context.CancellationToken)).TableAsync();
        predictor = await store.Predictors.PromoteAsync(predictor.Id, context.CancellationToken) ?? throw NotFound(predictor.Id);
        catalog.Promoted();
        return new PromotePredictorResponse { Predictor = predictor.ToProto() };
    }

    /// <inheritdoc/>
    public override async Task<DeletePredictorResponse> DeletePredictor(DeletePredictorRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        switch (await store.Predictors.DeleteAsync(id, time.GetUtcNow(), context.CancellationToken))
        {
            case DeletionOutcome.NotFound:
                throw NotFound(id);
            case DeletionOutcome.Serves:
                throw PredictorRefusals.Precondition(PredictorRefusals.PredictorServes, $"{request.Name} is the only predictor that serves its target: promote another version first.");
            case DeletionOutcome.NotEnded:
                throw PredictorRefusals.Precondition(PredictorRefusals.PredictorNotReady, $"The training of {request.Name} has not ended: cancel it first.");
            default:
                catalog.Forget(id);
                catalog.Promoted();
                return new DeletePredictorResponse();
        }
    }

    /// <inheritdoc/>
    public override Task<ChooseMeasurementsResponse> ChooseMeasurements(ChooseMeasurementsRequest request, ServerCallContext context) =>
        fewShot.ChooseAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        if (request.Architectures.Count == 1)
            context.AnswerPlainly();
        return predictions.PredictAsync(request, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task PredictSpace(PredictSpaceRequest request, IServerStreamWriter<PredictSpaceResponse> responseStream, ServerCallContext context) =>
        predictions.PredictSpaceAsync(request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task PredictStream(IAsyncStreamReader<PredictStreamRequest> requestStream, IServerStreamWriter<PredictStreamResponse> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await predictions.PredictStreamAsync(requestStream, responseStream, stop.Token);
    }

    /// <inheritdoc/>
    public override async Task DownloadPredictorFile(DownloadPredictorFileRequest request, IServerStreamWriter<DownloadPredictorFileResponse> responseStream, ServerCallContext context)
    {
        var predictor = await RequireAsync(request.Name, context.CancellationToken);
        var file = predictor.Files.FirstOrDefault(file => file.Path == request.Path)
            ?? throw RpcErrors.NotFound("file", request.Path, $"{request.Name} has no file of that path; it has: {string.Join(", ", predictor.Files.Select(file => file.Path))}.");
        if (request.Offset < 0 || request.Offset > file.SizeBytes)
            throw RpcErrors.OutOfRange("offset", $"Offset {request.Offset} is outside the file, which has {file.SizeBytes} bytes.");

        var content = await artifacts.ReadAsync(predictor, file.Path, context.CancellationToken);
        for (var offset = (int)request.Offset; offset < content.Length; offset += ChunkBytes)
        {
            var chunk = content.AsMemory(offset, Math.Min(ChunkBytes, content.Length - offset));
            await responseStream.WriteAsync(
                new DownloadPredictorFileResponse { Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(chunk) }, context.CancellationToken);
        }
    }

    private async Task<Contracts.V1.Predictor> DescribeAsync(Predictor predictor, CancellationToken cancellationToken)
    {
        var message = predictor.ToProto();
        if (predictor.State == PredictorState.Queued)
            message.Waiting = (await waits.OfTrainingAsync(predictor.Id, cancellationToken))?.ToProto();
        return message;
    }

    private async Task<Predictor> RequireAsync(string name, CancellationToken cancellationToken)
    {
        var id = ResourceName.ParseNumber(Collection, name, "name");
        return await store.Predictors.FindAsync(id, cancellationToken) ?? throw NotFound(id);
    }

    private static RpcException NotFound(long id) =>
        RpcErrors.NotFound("predictor", ResourceName.Predictor(id), $"There is no predictor {id}: see 'latbench predictors list'.");
}
