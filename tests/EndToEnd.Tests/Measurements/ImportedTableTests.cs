using System.IO.Compression;
using System.Text;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Measurements;

/// <summary>Tables from elsewhere, as they come: other separators, units, encodings and compressions.</summary>
public sealed class ImportedTableTests : IAsyncLifetime
{
    private readonly Installation _installation = new();
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _installation.StartCoordinatorAsync();

    [Fact]
    public async Task Tables_are_imported_in_their_units_or_refused_and_come_back_as_they_went()
    {
        const string Spreadsheet = "sep=;\r\n# exported by hand\r\nArchitektur (Gerät);arch_str;latency (µs)\r\n1;|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|;1500,5\r\n2;000100;250\r\n3;000200;NA\r\n";
        var compressed = await WriteAsync("table.csv", Gzip([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Spreadsheet)]));

        var imported = (await ImportAsync(compressed, "imported/board", "latency (µs)")).Expect(0);

        Assert.Contains("imported with 2 latencies", imported.Output, StringComparison.Ordinal);
        Assert.Contains("taken as microseconds", imported.Errors, StringComparison.Ordinal);
        Assert.Contains("decimal commas", imported.Errors, StringComparison.Ordinal);

        var exported = await ExportAsync("imported/board", "export.csv");
        Assert.Equal(["arch_str,latency_ms", "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|,0.25"], exported.Split('\n')[..2]);
        Assert.Contains("|,1.5005\n", exported, StringComparison.Ordinal);
        (await ImportAsync(_directory.PathOf("export.csv"), "imported/again", "latency_ms")).Expect(0);
        Assert.Equal(exported, await ExportAsync("imported/again", "again.csv"));

        var contradicted = (await ImportAsync(_directory.PathOf("export.csv"), "imported/no", "latency_ms", "--unit", "us")).Expect(2);
        Assert.Contains("in milliseconds by its name and in microseconds by --unit", contradicted.Errors, StringComparison.Ordinal);
        var latin1 = (await ImportAsync(await WriteAsync("latin1.csv", Encoding.Latin1.GetBytes("code,ms\n000100,1\n000200,é\n")), "imported/no", "ms")).Expect(1);
        Assert.Contains("latin1.csv is not UTF-8 (line 3, column 8: byte 0xE9)", latin1.Errors, StringComparison.Ordinal);
        var zstandard = (await ImportAsync(await WriteAsync("table.gz", [0x28, 0xB5, 0x2F, 0xFD, 4, 0]), "imported/no", "ms")).Expect(1);
        Assert.Contains("run `zstd -d` on it", zstandard.Errors, StringComparison.Ordinal);

        var tooFast = (await ImportAsync(await WriteAsync("fast.csv", "code,a\n000100,0.0005\n"u8.ToArray()), "imported/fast", "a")).Expect(0);
        Assert.Contains("The column 'a' names no unit: its numbers were taken as milliseconds", tooFast.Errors, StringComparison.Ordinal);
        Assert.Contains("Warning: imported/fast: The median latency of 0.0005 ms is below 1 us", tooFast.Errors, StringComparison.Ordinal);
        var targets = (await CommandResult.RunAsync("measurements", "targets", "--data", _installation.Data)).Expect(0);
        Assert.Matches("imported/fast +imported +1 +implausible", targets.Output);
        Assert.Matches("imported/board +imported +2 +plausible", targets.Output);
        Assert.DoesNotContain("imported/no", targets.Output, StringComparison.Ordinal);
        Assert.Contains("below 1 us", targets.Errors, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.DisposeAsync();
        _directory.Dispose();
    }

    private Task<CommandResult> ImportAsync(string file, string target, string column, params string[] more) =>
        CommandResult.RunAsync(["measurements", "import", file, "--target", target, "--column", column, .. more, "--data", _installation.Data]);

    private async Task<string> ExportAsync(string target, string name)
    {
        (await CommandResult.RunAsync("measurements", "export", "--target", target, "--out", _directory.PathOf(name), "--data", _installation.Data)).Expect(0);
        return await File.ReadAllTextAsync(_directory.PathOf(name), Cancel);
    }

    private async Task<string> WriteAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(_directory.PathOf(name), content, Cancel);
        return _directory.PathOf(name);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
