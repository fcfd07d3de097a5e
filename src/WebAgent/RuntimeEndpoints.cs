using LatBench.Dashboard.StaticFiles;
using LatBench.Hosting.WebRuntimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LatBench.WebAgent;

/// <summary>
/// The runtimes for browsers over HTTP: <c>/web-runtime/</c> lists the installed versions, <c>/web-runtime/VERSION/FILE</c> gives a file, which never changes.
/// They are public software, so no token is asked for.
/// </summary>
internal static class RuntimeEndpoints
{
    private const string Immutable = "public, max-age=31536000, immutable";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the addresses.</summary>
    /// <param name="app">The coordinator.</param>
    /// <param name="paths">The directories of runtimes; of a version that several have, that of the first is served.</param>
    public static void MapRuntimes(this WebApplication app, IEnumerable<string> paths)
    {
        var directories = paths.Select(path => new WebRuntimeDirectory(path)).ToArray();
        app.MapMethods("/web-runtime/", Methods, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Json(new
            {
                versions = directories.SelectMany(directory => directory.List()).DistinctBy(runtime => runtime.Version).Select(runtime => new
                {
                    version = runtime.Version,
                    files = runtime.Files.Select(file => new { name = file.Name, sha256 = file.Sha256, size_bytes = file.SizeBytes }),
                }),
            });
        });
        app.MapMethods("/web-runtime/{version}/{file}", Methods, (string version, string file, HttpContext http) => Serve(directories, version, file, http));
    }

    private static IResult Serve(IEnumerable<WebRuntimeDirectory> directories, string version, string name, HttpContext http)
    {
        // Only what the manifest lists is opened.
        if (directories.FirstOrDefault(one => one.Find(version) is not null) is not { } directory || directory.Find(version)?.Files.FirstOrDefault(one => one.Name == name) is not { } file)
            return Results.Text($"Runtime {version} for browsers has no such file here: 'latbench web-runtime install' installs it.\n", statusCode: StatusCodes.Status404NotFound);
        var path = Path.GetFullPath(Path.Combine(directory.Of(version), file.Name));
        if (!File.Exists(path))
            return Results.Text($"The file {name} of runtime {version} is missing here: 'latbench web-runtime install' with this --version repairs it.\n", statusCode: StatusCodes.Status404NotFound);
        var compressed = path + WebRuntimeDirectory.CompressedEnd;
        var isCompressed = Representations.AcceptsBrotli(http.Request) && File.Exists(compressed);
        var headers = http.Response.Headers;
        headers.CacheControl = Immutable;
        headers.Vary = "Accept-Encoding";
        IsolationHeaders.AddToRuntime(http.Response);
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
        var tag = Representations.TagOf(file.Sha256, isCompressed);
        if (Representations.IsKnownTo(http.Request, tag))
        {
            headers.ETag = tag.ToString();
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (isCompressed)
            headers.ContentEncoding = "br";
        return Results.File(isCompressed ? compressed : path, ContentType(name), entityTag: tag);
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".mjs" or ".js" => "text/javascript; charset=utf-8",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
}
