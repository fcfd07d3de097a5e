using LatBench.Coordinator.Errors;
using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Finds artefacts by hash: the shared weights, the canary, and the graphs of models that campaigns have asked for.</summary>
internal sealed class ArtifactCatalog(IStore store, IArtifactStore artifacts, ModelGraphs graphs, SearchSpaceRegistry spaces)
{
    private const int Sha256Digits = 64;

    /// <summary>Determines whether a text is a SHA-256.</summary>
    public static bool IsSha256(string text) => text.Length == Sha256Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Finds an artefact; null where there is none.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, with the reason, where it is the graph of a model and cannot be had.</exception>
    public async Task<ArtifactContent?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        if (sha256 == CanaryModel.Model.Sha256)
            return ArtifactContent.Of(CanaryModel.Graph);
        if (SharedWeights.Find(sha256) is { } made)
            return ArtifactContent.Of(made.Bytes);
        if (await store.Models.FindAsync(sha256, cancellationToken) is { } model)
        {
            return ArtifactContent.Of(await graphs.FindAsync(model, cancellationToken) ?? throw RpcErrors.NotFound(
                "artifact",
                sha256,
                $"The graph of {model.Architecture} ({model.Configuration}) is not stored here, and this version of LatBench exports other bytes for it than {sha256}: submit a new campaign, or restore the artefacts."));
        }

        return await store.Models.FindByWeightsAsync(sha256, cancellationToken) is { } user ? await ReadWeightsAsync(user, cancellationToken) : null;
    }

    /// <summary>Makes the weights that a model refers to; those of an exporter before this one, and of uploaded models, are read from the artefacts.</summary>
    private async Task<ArtifactContent?> ReadWeightsAsync(Model model, CancellationToken cancellationToken)
    {
        if (spaces.TryGet(model.SearchSpace, out var space) && space.FindInput(model.Configuration.Input) is { } input
            && SharedWeights.For(space, input, model.Configuration.Precision) is var weights && weights.Sha256 == model.WeightsSha256)
            return ArtifactContent.Of(weights.Bytes);
        return await ArtifactContent.FindAsync(artifacts, model.WeightsSha256, cancellationToken);
    }
}
