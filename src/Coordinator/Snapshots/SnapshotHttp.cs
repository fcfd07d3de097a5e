using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using LatBench.SnapshotFormat;
using LatBench.Storage;
using Microsoft.Net.Http.Headers;
using Snapshot = LatBench.Storage.Snapshots.Snapshot;

namespace LatBench.Coordinator.Snapshots;

/// <summary>
/// The files of snapshots over HTTP, <c>/snapshots/VERSION/PATH</c>: what an address gives never changes, its ETag is its SHA-256, and ranges are
/// answered, so that any client can go on where it ended. <c>/snapshots/latest/PATH</c> leads to the newest version.
/// </summary>
internal static class SnapshotHttp
{
    private const string Immutable = "private, max-age=31536000, immutable";

    private static readonly string Method = AccessTable.Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.DownloadSnapshotFile));

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the addresses.</summary>
    public static void MapSnapshots(this WebApplication app) => app.MapMethods("/snapshots/{version}/{**path}", Methods, ServeAsync);

    private static async Task<IResult> ServeAsync(string version, string? path, HttpContext http, IStore store, SnapshotFiles files, HttpAccess access)
    {
        if (await access.RefusalAsync(Method, http) is { } refusal)
            return refusal;
        if (version == "latest")
            return await LatestAsync(path, http, store);
        if (!SnapshotVersion.TryParse(version, out _) || await store.Snapshots.FindAsync(version, http.RequestAborted) is not { } snapshot)
            return NotFound($"There is no snapshot {version}.");
        try
        {
            return string.IsNullOrEmpty(path) ? await IndexAsync(snapshot, http, files) : await FileAsync(snapshot, path, http, files);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            return Results.Text(e.Status.Detail + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> LatestAsync(string? path, HttpContext http, IStore store)
    {
        if (await store.Snapshots.ListAsync(null, 1, http.RequestAborted) is not [var newest])
            return NotFound("There is no snapshot yet.");
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Redirect($"/snapshots/{newest.Version}/{string.Join('/', (path ?? "").Split('/').Select(Uri.EscapeDataString))}");
    }

    private static async Task<IResult> IndexAsync(Snapshot snapshot, HttpContext http, SnapshotFiles files)
    {
        var listed = await files.ListAsync(snapshot, http.RequestAborted);
        http.Response.Headers.CacheControl = Immutable;
        return Results.Json(new
        {
            version = snapshot.Version,
            sha256 = snapshot.Sha256,
            size_bytes = snapshot.SizeBytes,
            files = listed.Select(file => new { path = file.Path, size_bytes = file.SizeBytes, sha256 = file.Sha256 }),
        });
    }

    private static async Task<IResult> FileAsync(Snapshot snapshot, string path, HttpContext http, SnapshotFiles files)
    {
        // Only what SHA256SUMS lists is opened, for every address.
        var file = (await files.ListAsync(snapshot, http.RequestAborted)).FirstOrDefault(file => file.Path == path);
        if (file is null)
            return NotFound($"Snapshot {snapshot.Version} has no file of that path.");
        http.Response.Headers.CacheControl = Immutable;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
        return Results.File(
            SnapshotPath.Resolve(files.PathOf(snapshot), path),
            ContentType(path),
            lastModified: snapshot.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".parquet" => "application/vnd.apache.parquet",
        ".json" => "application/json",
        ".md" => "text/markdown; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };

    private static IResult NotFound(string message) => Results.Text(message + "\n", statusCode: StatusCodes.Status404NotFound);
}
