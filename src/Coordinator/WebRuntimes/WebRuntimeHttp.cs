using LatBench.Coordinator.Hosting;
using LatBench.Hosting.WebRuntimes;
using Microsoft.Net.Http.Headers;

namespace LatBench.Coordinator.WebRuntimes;

/// <summary>
/// The runtimes for browsers over HTTP: <c>/web-runtime/</c> lists the installed versions, <c>/web-runtime/VERSION/FILE</c> gives a file, which never changes.
/// They are public software, so no token is asked for.
/// </summary>
internal static class WebRuntimeHttp
{
    private const string Immutable = "public, max-age=31536000, immutable";

    // The threads of the runtime begin with its own files, and take the policy of their response.
    private const string ContentPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the addresses.</summary>
    public static void MapWebRuntimes(this WebApplication app)
    {
        var directories = app.Services.GetRequiredService<CoordinatorOptions>().WebRuntimeDirectories.Select(path => new WebRuntimeDirectory(path)).ToArray();
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
        if (directories.FirstOrDefault(directory => directory.Find(version) is not null) is not { } directory || directory.Find(version)!.Files.FirstOrDefault(file => file.Name == name) is not { } file)
            return Results.Text($"Runtime {version} for browsers has no such file here: 'latbench web-runtime install' installs it.\n", statusCode: StatusCodes.Status404NotFound);
        var headers = http.Response.Headers;
        headers.CacheControl = Immutable;
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
        var path = Path.GetFullPath(Path.Combine(directory.Of(version), file.Name));
        var compressed = path + WebRuntimeDirectory.CompressedEnd;
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal) && System.IO.File.Exists(compressed))
        {
            headers.ContentEncoding = "br";
            path = compressed;
        }

        return Results.File(path, ContentType(name), entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""));
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".mjs" or ".js" => "text/javascript; charset=utf-8",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
}
