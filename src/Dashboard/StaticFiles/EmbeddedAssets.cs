using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.StaticFiles;

/// <summary>
/// The scripts and styles that are parts of an assembly. An address holds the hash of all of them, so browsers keep what they have until any file changes;
/// modules that import each other by relative addresses stay together.
/// </summary>
public class EmbeddedAssets
{
    private const string Prefix = "assets/";
    private const string Immutable = "public, max-age=31536000, immutable";

    private readonly FrozenDictionary<string, Lazy<Asset>> _assets;
    private readonly string _root;

    /// <summary>Reads the names, and the hash of all contents.</summary>
    /// <param name="assembly">The assembly whose resources below <c>assets/</c> are the files.</param>
    /// <param name="root">The path of the addresses, such as <c>/assets</c>.</param>
    public EmbeddedAssets(Assembly assembly, string root)
    {
        _root = root;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
            hash.AppendData(Read(assembly, name));
        Version = Convert.ToHexStringLower(hash.GetHashAndReset()[..6]);
        _assets = names.ToFrozenDictionary(name => name[Prefix.Length..], name => new Lazy<Asset>(() => Asset.Of(name, Read(assembly, name))));
    }

    /// <summary>Gets the hash of all files, which stands in their addresses.</summary>
    public string Version { get; }

    /// <summary>Gets the address of a file.</summary>
    /// <param name="path">The path below <c>Assets/</c>, such as <c>js/main.js</c>.</param>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public string this[string path] => _assets.ContainsKey(path) ? $"{_root}/{Version}/{path}" : throw new ArgumentException($"There is no asset {path}.", nameof(path));

    /// <summary>Reads a file as text.</summary>
    /// <param name="path">The path below <c>Assets/</c>.</param>
    public string Text(string path) => System.Text.Encoding.UTF8.GetString(_assets[path].Value.Content);

    /// <summary>Answers a request for a file.</summary>
    /// <param name="version">The hash in the address; another one than <see cref="Version"/> is answered too, but not kept.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="http">The request.</param>
    public async Task ServeAsync(string version, string path, HttpContext http)
    {
        if (!_assets.TryGetValue(path, out var found))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var asset = found.Value;
        var response = http.Response;
        response.Headers.CacheControl = version == Version ? Immutable : "no-cache";
        var isCompressed = Representations.AcceptsBrotli(http.Request);
        var tag = Representations.TagOf(asset.Hash, isCompressed);
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = asset.ContentType;
        if (Representations.IsKnownTo(http.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (isCompressed)
            response.Headers.ContentEncoding = "br";
        var content = isCompressed ? asset.Brotli.Value : asset.Content;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private sealed record Asset(byte[] Content, string ContentType, string Hash, Lazy<byte[]> Brotli)
    {
        public static Asset Of(string name, byte[] content) => new(content, TypeOf(name), Convert.ToHexStringLower(SHA256.HashData(content)[..12]), new(() => Compress(content)));

        private static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".webmanifest" => "application/manifest+json",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };

        /// <summary>At quality 7 the charts library takes a tenth of a second, once, and is 5 % larger than at the highest.</summary>
        private static byte[] Compress(byte[] content)
        {
            var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
            return BrotliEncoder.TryCompress(content, compressed, out var written, quality: 7, window: 22)
                ? compressed[..written]
                : throw new InvalidOperationException("An asset cannot be compressed.");
        }
    }
}
