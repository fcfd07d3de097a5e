using LatBench.Coordinator.Errors;
using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.Storage;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Finds artefacts by hash: the shared weights, the canary, and the graphs of models that campaigns have asked for.</summary>
internal sealed class ArtifactCatalog(IStore store, ModelGraphs graphs, SearchSpaceRegistry spaces)
{
    /// <summary>The bytes; null where there is no such artefact.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, with the reason, where it is the graph of a model and cannot be had.</exception>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        foreach (var (space, precision) in spaces.Spaces.SelectMany(space => Enum.GetValues<Precision>(), (space, precision) => (space, precision)))
        {
            if (SharedWeights.For(space, precision) is var weights && sha256 == weights.Sha256)
                return weights.Bytes;
        }

        if (sha256 == CanaryModel.Model.Sha256)
            return CanaryModel.Graph;
        if (await store.Models.FindAsync(sha256, cancellationToken) is { } model)
        {
            return await graphs.FindAsync(model, cancellationToken) ?? throw RpcErrors.NotFound(
                "artifact",
                sha256,
                $"The graph of {model.Architecture} ({model.Configuration}) is not stored here, and this version of LatBench exports other bytes for it than {sha256}: submit a new campaign, or restore the artefacts.");
        }

        // Weights of an exporter before this one.
        return await store.Models.HasWeightsAsync(sha256, cancellationToken) && await graphs.ReadAsync(sha256, cancellationToken) is { } old ? old : (ReadOnlyMemory<byte>?)null;
    }
}
