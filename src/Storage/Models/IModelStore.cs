namespace LatBench.Storage.Models;

/// <summary>Models that campaigns have asked for.</summary>
public interface IModelStore
{
    /// <summary>The model with this identity; null where there is none.</summary>
    Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken);
}
