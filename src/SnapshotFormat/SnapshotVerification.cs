namespace LatBench.SnapshotFormat;

/// <summary>The kinds of errors in a file of a snapshot.</summary>
public enum SnapshotProblemKind
{
    /// <summary>The directory holds no snapshot, or one of a format this version does not know.</summary>
    NotASnapshot = 1,

    /// <summary>The file's content is not what was published.</summary>
    Changed = 2,

    /// <summary>The file was published and is not there.</summary>
    Missing = 3,

    /// <summary>The file is there and was not published.</summary>
    Unlisted = 4,

    /// <summary>A path or link that leads outside the snapshot; it was not followed.</summary>
    Hostile = 5,
}

/// <summary>An error in a snapshot.</summary>
/// <param name="Kind">The kind of the error.</param>
/// <param name="Path">The file, as a path within the snapshot.</param>
/// <param name="Message">One sentence for a person, the path not repeated.</param>
public sealed record SnapshotProblem(SnapshotProblemKind Kind, string Path, string Message);

/// <summary>The result of verifying a snapshot.</summary>
public sealed record SnapshotVerification
{
    /// <summary>Gets the manifest of the snapshot; null where it could not be read.</summary>
    public SnapshotManifest? Manifest { get; init; }

    /// <summary>Files whose content was hashed.</summary>
    public required int FilesChecked { get; init; }

    /// <summary>SHA-256 of <c>SHA256SUMS</c>, which stands for the whole snapshot; null where there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets the errors, ordered by path.</summary>
    public required IReadOnlyList<SnapshotProblem> Problems { get; init; }

    /// <summary>Gets a value indicating whether there are no errors.</summary>
    public bool IsIntact => Problems.Count == 0;
}
