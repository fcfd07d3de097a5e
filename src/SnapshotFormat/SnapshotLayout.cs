namespace LatBench.SnapshotFormat;

/// <summary>Names that every snapshot directory uses.</summary>
public static class SnapshotLayout
{
    /// <summary>Identity of the format, as <see cref="SnapshotManifest.Format"/> holds it.</summary>
    public const string Format = "latbench-snapshot/1";

    /// <summary>The file that describes the snapshot: its tables and files.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>Columns of every table with type, unit and meaning.</summary>
    public const string SchemaFile = "schema.json";

    /// <summary>SHA-256 of every other file, as <c>sha256sum</c> writes and checks it.</summary>
    public const string ChecksumFile = "SHA256SUMS";

    /// <summary>Dataset card.</summary>
    public const string ReadmeFile = "README.md";

    /// <summary>Folder with the ONNX files of uploaded models, each <c>&lt;arch_str&gt;.onnx</c>, and the weights that they refer to; only where they are published.</summary>
    public const string ModelFolder = "models";

    /// <summary>Name of the directory of a version, for example <c>latbench-1.0.0</c>.</summary>
    public static string DirectoryName(SnapshotVersion version) => $"latbench-{version}";
}
