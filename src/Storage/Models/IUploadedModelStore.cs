namespace LatBench.Storage.Models;

/// <summary>Models that users have uploaded.</summary>
public interface IUploadedModelStore
{
    /// <summary>Adds a model. False where there is one of the same SHA-256: nothing changes.</summary>
    Task<bool> AddAsync(UploadedModel model, CancellationToken cancellationToken);

    /// <summary>The model of a SHA-256; null where there is none.</summary>
    Task<UploadedModel?> FindAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Those with a display name, or whose SHA-256 begins with a text; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<UploadedModel>> SearchAsync(string nameOrPrefix, int limit, CancellationToken cancellationToken);

    /// <summary>Models, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<UploadedModel>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes a model, but not while a running campaign has it. Its artefacts are noted as those to remove.</summary>
    Task<ModelDeletion> DeleteAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>The artefacts of deleted models that are still to be removed, or to be kept because something refers to them.</summary>
    Task<IReadOnlyList<string>> ListRemovedArtifactsAsync(CancellationToken cancellationToken);

    /// <summary>Determines whether a model, one that was measured included, or a predictor refers to an artefact.</summary>
    Task<bool> RefersToArtifactAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Forgets that an artefact is to be removed.</summary>
    Task ForgetRemovedArtifactAsync(string sha256, CancellationToken cancellationToken);
}

/// <summary>A model that a user has uploaded: an architecture of the search space <c>onnx</c>.</summary>
public sealed record UploadedModel
{
    /// <summary>The search space of uploaded models.</summary>
    public const string SearchSpace = "onnx";

    /// <summary>Position in the order of uploading; given by the store.</summary>
    public long Id { get; init; }

    /// <summary>Identity: SHA-256 of the files, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>A name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>All bytes of its files.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the artefact with its graph, without its large constants.</summary>
    public required string GraphSha256 { get; init; }

    /// <summary>SHA-256 of the artefact with its large constants; empty where it has none.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>File name under which the graph refers to them; empty where it has none.</summary>
    public required string WeightsFileName { get; init; }

    /// <summary>The description; opaque to the store.</summary>
    public required string Description { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The outcome of a deletion.</summary>
public enum ModelDeletion
{
    /// <summary>It is deleted.</summary>
    Deleted,

    /// <summary>There is no such model.</summary>
    NotFound,

    /// <summary>A running campaign has it: nothing changed.</summary>
    InUse,
}
