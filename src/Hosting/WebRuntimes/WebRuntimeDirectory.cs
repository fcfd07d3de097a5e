using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using LatBench.Hosting.Files;

namespace LatBench.Hosting.WebRuntimes;

/// <summary>
/// The installed versions of ONNX Runtime for browsers (npm's <c>onnxruntime-web</c>), each in a directory of its own with a manifest. A version is installed
/// once its directory is there with a manifest, and does not change from then on: it is made under another name and renamed.
/// </summary>
/// <param name="path">The directory, which need not be there.</param>
public sealed partial class WebRuntimeDirectory(string path)
{
    /// <summary>The end of the name of a compressed copy, which stands beside its file.</summary>
    public const string CompressedEnd = ".br";

    private const string ManifestName = "manifest.json";

    /// <summary>Gets the directory.</summary>
    public string Path { get; } = path;

    /// <summary>Determines whether a text can be a version, and so the name of a directory.</summary>
    public static bool IsVersion(string text) => Version().IsMatch(text);

    /// <summary>Returns the directory of a version, installed or not.</summary>
    /// <param name="version">A version, as <see cref="IsVersion"/> takes it.</param>
    public string Of(string version) => IsVersion(version) ? System.IO.Path.Combine(Path, version) : throw new ArgumentException($"'{version}' is no version.", nameof(version));

    /// <summary>Lists the installed versions, the newest first.</summary>
    public IReadOnlyList<WebRuntime> List() => Directory.Exists(Path)
        ? [.. Directory.EnumerateDirectories(Path).Select(directory => Find(System.IO.Path.GetFileName(directory))).OfType<WebRuntime>().OrderByDescending(runtime => Order(runtime.Version)).ThenByDescending(runtime => runtime.Version, StringComparer.Ordinal)]
        : [];

    /// <summary>Finds an installed version; null where there is none.</summary>
    public WebRuntime? Find(string version) => IsVersion(version) && JsonFile.Read(System.IO.Path.Combine(Of(version), ManifestName), WebRuntimeJsonContext.Default.WebRuntime) is { } runtime && runtime.Version == version
        ? runtime
        : null;

    /// <summary>Makes ready for an installation: what an earlier one that was killed left behind is removed.</summary>
    /// <returns>An installation, which no other process can make at the same time.</returns>
    /// <exception cref="FileInUseException">Another process installs a runtime here.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public WebRuntimeInstallation Begin()
    {
        Directory.CreateDirectory(Path);
        return new WebRuntimeInstallation(this);
    }

    /// <summary>Finds the files of a version that are missing or have other content than its manifest says.</summary>
    /// <param name="runtime">An installed version.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> FindDamagedAsync(WebRuntime runtime, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        foreach (var file in runtime.Files)
        {
            if (!await IsWholeAsync(System.IO.Path.Combine(Of(runtime.Version), file.Name), file, cancellationToken).ConfigureAwait(false))
                damaged.Add(file.Name);
        }

        return damaged;
    }

    internal static void WriteManifest(string directory, WebRuntime runtime) =>
        AtomicFile.WriteText(System.IO.Path.Combine(directory, ManifestName), JsonSerializer.Serialize(runtime, WebRuntimeJsonContext.Default.WebRuntime) + "\n");

    private static async Task<bool> IsWholeAsync(string path, WebRuntimeFile file, CancellationToken cancellationToken)
    {
        try
        {
            var content = File.OpenRead(path);
            await using (content.ConfigureAwait(false))
            {
                if (!await HasContentAsync(content, file, cancellationToken).ConfigureAwait(false))
                    return false;
            }

            if (!File.Exists(path + CompressedEnd))
                return true;
            var compressed = new BrotliStream(File.OpenRead(path + CompressedEnd), CompressionMode.Decompress);
            await using (compressed.ConfigureAwait(false))
                return await HasContentAsync(compressed, file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or InvalidDataException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<bool> HasContentAsync(Stream content, WebRuntimeFile file, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false)) == file.Sha256;

    private static Version Order(string version) => System.Version.TryParse(version.Split('-')[0], out var parsed) ? parsed : new Version(0, 0);

    [GeneratedRegex(@"\A[0-9]{1,5}(\.[0-9]{1,5}){2}(-[a-z0-9][a-z0-9.-]{0,20})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}

/// <summary>An installed version of the runtime for browsers.</summary>
/// <param name="Version">The version, for example <c>1.30.0</c>.</param>
/// <param name="Files">Its files.</param>
public sealed record WebRuntime(string Version, IReadOnlyList<WebRuntimeFile> Files);

/// <summary>A file of a runtime for browsers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Its size in bytes.</param>
public sealed record WebRuntimeFile(string Name, string Sha256, long SizeBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WebRuntime))]
internal sealed partial class WebRuntimeJsonContext : JsonSerializerContext;
