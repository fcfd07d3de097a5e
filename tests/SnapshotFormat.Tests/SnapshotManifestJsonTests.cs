using System.Text;

namespace LatBench.SnapshotFormat.Tests;

public sealed class SnapshotManifestJsonTests
{
    private static readonly SnapshotManifest Manifest = new()
    {
        Format = SnapshotLayout.Format,
        Name = "latbench",
        Version = "1.0.0",
        Selection = "everything",
        NewestMeasuredAt = new DateTimeOffset(2024, 3, 1, 12, 0, 51, TimeSpan.Zero),
        Tables = [new SnapshotTable("latency", "data/latency/**/*.parquet", 2, ["arch_str"])],
        Files = [new SnapshotFileEntry("README.md", 5, new string('a', 64))],
    };

    // The text is frozen: readers outside LatBench rely on it.
    private const string Expected = """
        {
          "format": "latbench-snapshot/1",
          "name": "latbench",
          "version": "1.0.0",
          "selection": "everything",
          "newest_measured_at": "2024-03-01T12:00:51+00:00",
          "tables": [
            {
              "name": "latency",
              "path": "data/latency/**/*.parquet",
              "rows": 2,
              "columns": [
                "arch_str"
              ]
            }
          ],
          "files": [
            {
              "path": "README.md",
              "size_bytes": 5,
              "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            }
          ]
        }

        """;

    [Fact]
    public void Write_gives_the_frozen_text() => Assert.Equal(Expected, Encoding.UTF8.GetString(SnapshotManifestJson.Write(Manifest)));

    [Fact]
    public void TryRead_written_manifest_round_trips() =>
        Assert.Equivalent(Manifest, SnapshotManifestJson.TryRead(SnapshotManifestJson.Write(Manifest)), strict: true);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"format":"latbench-snapshot/1"}""")]
    [InlineData("""{"format":null,"name":"x","version":"1.0.0","tables":[],"files":[]}""")]
    public void TryRead_other_text_is_null(string text) => Assert.Null(SnapshotManifestJson.TryRead(Encoding.UTF8.GetBytes(text)));
}
