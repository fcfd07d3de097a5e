namespace LatBench.Storage.Models;

/// <summary>Models that campaigns have asked for.</summary>
public interface IModelStore
{
    /// <summary>The model with this identity; null where there is none.</summary>
    Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Those of these models whose graphs are stored, by SHA-256.</summary>
    Task<IReadOnlySet<string>> ListStoredGraphsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken);

    /// <summary>A model that refers to weights with this SHA-256; null where there is none.</summary>
    Task<Model?> FindByWeightsAsync(string sha256, CancellationToken cancellationToken);
}
