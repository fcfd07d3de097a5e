using System.Security.Cryptography;
using System.Text;

namespace LatBench.SnapshotFormat.Tests;

/// <summary>A small intact snapshot in a directory of its own, gone when disposed.</summary>
internal sealed class SnapshotFixture : IDisposable
{
    private static readonly string[] Contents = ["README.md", "schema.json", "data/latency/target=a-b/part-00000.parquet"];

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("latbench-snapshot-");

    private SnapshotFixture()
    {
    }

    public string Root => Path.Combine(_parent.FullName, "latbench-1.0.0");

    public string Outside => Path.Combine(_parent.FullName, "outside.txt");

    public static async Task<SnapshotFixture> CreateAsync()
    {
        var fixture = new SnapshotFixture();
        foreach (var path in Contents)
            fixture.Write(path, $"content of {path}\n");
        fixture.Write("manifest.json", Encoding.UTF8.GetString(SnapshotManifestJson.Write(fixture.Manifest())));
        await File.WriteAllTextAsync(fixture.Outside, "outside\n", TestContext.Current.CancellationToken);
        await ChecksumList.WriteFileAsync(fixture.Root, TestContext.Current.CancellationToken);
        return fixture;
    }

    public SnapshotManifest Manifest() => new()
    {
        Format = SnapshotLayout.Format,
        Name = "latbench",
        Version = "1.0.0",
        Tables = [new SnapshotTable("latency", "data/latency/**/*.parquet", 3, ["arch_str", "latency_ms"])],
        Files = [.. Contents.Order(StringComparer.Ordinal).Select(path => new SnapshotFileEntry(path, new FileInfo(At(path)).Length, Hash(path)))],
    };

    public string At(string path) => SnapshotPath.Resolve(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void FlipByte(string path, int index)
    {
        var bytes = File.ReadAllBytes(At(path));
        bytes[index] ^= 0x01;
        File.WriteAllBytes(At(path), bytes);
    }

    public Task<SnapshotVerification> VerifyAsync() => SnapshotVerifier.VerifyAsync(Root, TestContext.Current.CancellationToken);

    public void Dispose() => _parent.Delete(recursive: true);

    private string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(path))));
}
