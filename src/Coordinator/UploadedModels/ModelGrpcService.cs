using System.Runtime.CompilerServices;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Storage;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Models that users bring.</summary>
internal sealed class ModelGrpcService(IStore store, UploadStaging staging, ModelAdmission admission, RemovedArtifacts removed, UploadedModelNames names) : ModelService.ModelServiceBase
{
    /// <inheritdoc/>
    public override async Task<UploadFileResponse> UploadFile(IAsyncStreamReader<UploadFileRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Header is not { } header)
            throw Refusals.InvalidArgument("header", "The first message of an upload is its header.");
        var received = await staging.TakeAsync(header.Sha256, header.SizeBytes, header.Offset, Chunks(requestStream, context.CancellationToken), context.CancellationToken);
        return new UploadFileResponse { ReceivedBytes = received };
    }

    /// <inheritdoc/>
    public override Task<GetUploadResponse> GetUpload(GetUploadRequest request, ServerCallContext context)
    {
        var (bytes, isComplete) = staging.Find(request.Sha256);
        return Task.FromResult(new GetUploadResponse { ReceivedBytes = bytes, Complete = isComplete });
    }

    /// <inheritdoc/>
    public override async Task<CreateModelResponse> CreateModel(CreateModelRequest request, ServerCallContext context)
    {
        var (model, existed) = await admission.CreateAsync(request.DisplayName, [.. request.Files.Select(file => (file.Path, file.Sha256))], request.CustomOperators, context.CancellationToken);
        return new CreateModelResponse { Model = model.ToProto(), Existed = existed };
    }

    /// <inheritdoc/>
    public override async Task<GetModelResponse> GetModel(GetModelRequest request, ServerCallContext context) =>
        new() { Model = (await names.RequireAsync(UploadedModelNames.IdOf(request.Name), context.CancellationToken)).ToProto() };

    /// <inheritdoc/>
    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 100, max: 1000);
        var models = await store.UploadedModels.ListAsync(Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListModelsResponse();
        response.Models.AddRange(models.Take(size).Select(model => model.ToProto()));
        if (models.Count > size)
            response.NextPageToken = Paging.Token(models[size - 1].Id);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<DeleteModelResponse> DeleteModel(DeleteModelRequest request, ServerCallContext context)
    {
        var model = await names.RequireAsync(UploadedModelNames.IdOf(request.Name), context.CancellationToken);
        if (await store.UploadedModels.DeleteAsync(model.Sha256, context.CancellationToken) == ModelDeletion.InUse)
            throw Refusals.FailedPrecondition($"The model {model.DisplayName} is measured by a campaign that runs: wait for its end, or cancel it with 'latbench campaigns cancel'.");
        // The model is gone by now, whatever becomes of its artefacts.
        await removed.SweepAsync(CancellationToken.None);
        return new DeleteModelResponse();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(IAsyncStreamReader<UploadFileRequest> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await stream.MoveNext(cancellationToken))
        {
            if (stream.Current.PartCase != UploadFileRequest.PartOneofCase.Data)
                throw Refusals.InvalidArgument("header", "An upload has one header, and bytes after it.");
            yield return stream.Current.Data.Memory;
        }
    }
}
