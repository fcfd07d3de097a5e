using LatBench.Coordinator.Errors;
using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Finds artefacts by hash: the shared weights, the canary, and the graphs of models that campaigns have asked for.</summary>
internal sealed class ArtifactCatalog(IStore store, ModelGraphs graphs, SearchSpaceRegistry spaces)
{
    /// <summary>The bytes; null where there is no such artefact.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, with the reason, where it is the graph of a model and cannot be had.</exception>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        if (sha256 == CanaryModel.Model.Sha256)
            return CanaryModel.Graph;
        if (SharedWeights.Find(sha256) is { } made)
            return made.Bytes;
        if (await store.Models.FindAsync(sha256, cancellationToken) is { } model)
        {
            return await graphs.FindAsync(model, cancellationToken) ?? throw RpcErrors.NotFound(
                "artifact",
                sha256,
                $"The graph of {model.Architecture} ({model.Configuration}) is not stored here, and this version of LatBench exports other bytes for it than {sha256}: submit a new campaign, or restore the artefacts.");
        }

        return await store.Models.FindByWeightsAsync(sha256, cancellationToken) is { } user ? await ReadWeightsAsync(user, cancellationToken) : null;
    }

    /// <summary>Makes the weights that a model refers to; those of an exporter before this one are read from the artefacts.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadWeightsAsync(Model model, CancellationToken cancellationToken)
    {
        if (spaces.TryGet(model.SearchSpace, out var space) && space.FindInput(model.Configuration.Input) is { } input
            && SharedWeights.For(space, input, model.Configuration.Precision) is var weights && weights.Sha256 == model.WeightsSha256)
            return weights.Bytes;
        return await graphs.ReadAsync(model.WeightsSha256, cancellationToken) is { } old ? old : (ReadOnlyMemory<byte>?)null;
    }
}
