using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LatBench.TestKit;

namespace LatBench.WebAgent.Tests.Site;

/// <summary>The runtime for browsers, installed once with npm into a directory that all tests share and that stays for the next run.</summary>
internal static class InstalledRuntime
{
    private const string DirectoryName = "web-runtimes";

    private const string Version = "1.30.0";

    private static readonly string Data = RepositoryRoot.PathOf("artifacts", "web-runtime-tests");

    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Puts the runtime into the data directory of a coordinator, as a link.</summary>
    public static async Task LinkIntoAsync(string data)
    {
        await EnsureAsync();
        Directory.CreateDirectory(data);
        Directory.CreateSymbolicLink(Path.Combine(data, DirectoryName), Path.Combine(Data, DirectoryName));
    }

    /// <summary>
    /// Puts the runtime into the data directory of a coordinator, as a link, and installs it once more as if it were another version: from a package with the files that WebAssembly
    /// alone needs.
    /// </summary>
    public static async Task LinkIntoAsync(string data, string anotherVersion)
    {
        await EnsureAsync();
        var installed = Path.Combine(Data, DirectoryName, Version);
        var directory = Directory.CreateDirectory(Path.Combine(data, DirectoryName));
        Directory.CreateSymbolicLink(Path.Combine(directory.FullName, Version), installed);
        var package = Path.Combine(data, "package.tgz");
        await PackAsync(package, anotherVersion, ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"], installed);
        (await CommandResult.RunAsync("web-runtime", "install", "--version", anotherVersion, "--package", package, "--data", data)).Expect(0);
    }

    private static async Task PackAsync(string package, string version, IEnumerable<string> names, string installed)
    {
        await using var file = File.Create(package);
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(compressed);
        var description = Encoding.UTF8.GetBytes($$"""{ "name": "onnxruntime-web", "version": "{{version}}" }""");
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "package/package.json") { DataStream = new MemoryStream(description) }, TestContext.Current.CancellationToken);
        foreach (var name in names)
            await tar.WriteEntryAsync(Path.Combine(installed, name), "package/dist/" + name, TestContext.Current.CancellationToken);
    }

    private static async Task EnsureAsync()
    {
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            (await CommandResult.RunAsync("web-runtime", "install", "--data", Data)).Expect(0);
        }
        finally
        {
            One.Release();
        }
    }
}
