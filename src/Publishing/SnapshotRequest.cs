using LatBench.SnapshotFormat;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Measurements;
using LatBench.Storage.Snapshots;

namespace LatBench.Publishing;

/// <summary>A snapshot to be made.</summary>
public sealed record SnapshotRequest
{
    /// <summary>Gets the selection to publish; everything by default.</summary>
    public PublicationSelection Selection { get; init; } = PublicationSelection.All;

    /// <summary>Wished version; null, the default, numbers it by what changed.</summary>
    public SnapshotVersion? Version { get; init; }

    /// <summary>
    /// A campaign that measured some of the same models once more; it becomes the table <c>repeats</c> and the repeatability on the card. Null for none.
    /// </summary>
    public long? RepeatCampaignId { get; init; }

    /// <summary>
    /// Gets a value indicating whether the messages of failures are published, which agents wrote and which can hold paths and names of a machine;
    /// false by default.
    /// </summary>
    public bool IncludesMessages { get; init; }

    /// <summary>Predictions of the published targets, which become the table <c>predictions</c>; null, the default, for none.</summary>
    public IPredictionSource? Predictions { get; init; }

    /// <summary>The artefacts with the ONNX files of uploaded models, which become the folder <c>models</c>; null, the default, to publish no files.</summary>
    public IArtifactStore? ModelFiles { get; init; }

    /// <summary>Licence, publisher, and tables for the card.</summary>
    public Publication Publication { get; init; } = Publication.Unstated;
}

/// <summary>The result of a request.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Created">True where it was made by this request; false where the same was published before.</param>
public sealed record SnapshotBuild(Snapshot Snapshot, bool Created);
