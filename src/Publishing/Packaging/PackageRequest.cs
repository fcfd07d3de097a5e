using LatBench.Publishing.Content;
using LatBench.Publishing.Versions;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

/// <summary>All that the files around the data are written from.</summary>
/// <param name="Version">Version of the snapshot.</param>
/// <param name="Selection">The selection, as a canonical text.</param>
/// <param name="Content">The content of the data files.</param>
/// <param name="Publication">Licence, publisher, tables for the card.</param>
/// <param name="Data">The data files and <c>schema.json</c>.</param>
/// <param name="Previous">The snapshot before; null for the first.</param>
internal sealed record PackageRequest(
    SnapshotVersion Version,
    string Selection,
    SnapshotContent Content,
    Publication Publication,
    IReadOnlyList<SnapshotFileEntry> Data,
    PreviousSnapshot? Previous)
{
    /// <summary>Day of the newest measurement, <c>YYYY-MM-DD</c>: the date of publication is in no file, so that the same data gives the same bytes. Null where nothing was measured.</summary>
    public string? Date => Content.NewestMeasuredAt is { } time ? FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd}") : null;

    /// <summary>Gets the name of the creator of the dataset.</summary>
    public string Creator => Publication.Publisher ?? "The operators of a LatBench installation";

    /// <summary>Name and version.</summary>
    public string Title => $"LatBench {Version}";
}

/// <summary>The snapshot before, and what is different now.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Directory">The directory of the snapshot.</param>
/// <param name="Delta">The changes since then.</param>
internal sealed record PreviousSnapshot(SnapshotVersion Version, string Directory, SnapshotDelta Delta);
