namespace LatBench.Storage.Artifacts;

/// <summary>Content-addressed files, in a directory or a bucket: the graphs and weights of models, the files of predictors, and those of snapshots where several coordinators share them.</summary>
public interface IArtifactStore
{
    /// <summary>Stores bytes under their SHA-256 (lower-case hexadecimal), atomically; storing the same bytes again changes nothing.</summary>
    Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The same with the bytes of a file, of any size: it is not read into memory.</summary>
    Task<string> PutFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>Size of a file in bytes; null where there is none.</summary>
    Task<long?> FindSizeAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading; null where there is none.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Reads a part of a file; null where there is no such file, or it ends before.</summary>
    Task<byte[]?> ReadAsync(string sha256, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Deletes a file; false where there is none.</summary>
    Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken);
}

/// <summary>The name of an artefact, which is its SHA-256.</summary>
internal static class ArtifactName
{
    private const int Sha256Digits = 64;

    /// <summary>Only such a name ever becomes part of a path.</summary>
    public static bool IsSha256(string value) =>
        value.Length == Sha256Digits && value.All(character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
