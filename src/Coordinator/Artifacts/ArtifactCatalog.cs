using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.Storage;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Finds artefacts by hash: the shared weights, the canary, and the graphs of models that campaigns have asked for.</summary>
internal sealed class ArtifactCatalog(IStore store)
{
    /// <summary>The bytes; null where there is no such artefact.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        foreach (var (space, precision) in SearchSpaceRegistry.BuiltIn.Spaces.SelectMany(space => Enum.GetValues<Precision>(), (space, precision) => (space, precision)))
        {
            if (SharedWeights.For(space, precision) is var weights && sha256 == weights.Sha256)
                return weights.Bytes;
        }

        if (sha256 == CanaryModel.Model.Sha256)
            return CanaryModel.Graph;
        var model = await store.Models.FindAsync(sha256, cancellationToken);
        return model is not null && ModelExports.Graph(model) is { } graph ? graph : (ReadOnlyMemory<byte>?)null;
    }
}
