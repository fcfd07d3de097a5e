using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using LatBench.Dashboard.StaticFiles;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Artefacts over HTTP, <c>/artifacts/SHA256</c>, for agents in browsers: what an address gives never changes, and ranges are answered.</summary>
internal static class ArtifactHttp
{
    // Private: a token is needed.
    private const string Immutable = "private, max-age=31536000, immutable";
    private const int PartBytes = 256 * 1024;

    private static readonly string Method = AccessTable.Method<ArtifactService.ArtifactServiceBase>(nameof(ArtifactService.ArtifactServiceBase.DownloadArtifact));

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the address.</summary>
    public static void MapArtifacts(this WebApplication app) => app.MapMethods("/artifacts/{sha256}", Methods, ServeAsync);

    private static async Task<IResult> ServeAsync(string sha256, HttpContext http, ArtifactCatalog catalog, HttpAccess access)
    {
        if (await access.RefusalAsync(Method, http) is { } refusal)
            return refusal;
        if (!ArtifactCatalog.IsSha256(sha256))
            return Results.Text("A SHA-256 is 64 lower-case hexadecimal digits.\n", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            return await catalog.FindAsync(sha256, http.RequestAborted) is { } content ? Of(content, sha256, http) : NotFound($"There is no artefact {sha256} here.");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return NotFound(e.Status.Detail);
        }
    }

    private static IResult Of(ArtifactContent content, string sha256, HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = Immutable;
        headers.XContentTypeOptions = "nosniff";
        headers.AcceptRanges = "bytes";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var tag = Representations.TagOf(sha256, isCompressed: false);
        headers.ETag = tag.ToString();
        if (Representations.IsKnownTo(http.Request, tag))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var part = ByteRange.Asked(http.Request, tag, content.Length);
        if (part is { Length: 0 })
        {
            headers.ContentRange = $"bytes */{content.Length}";
            return Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
        }

        if (part is { } asked)
        {
            headers.ContentRange = $"bytes {asked.First}-{asked.First + asked.Length - 1}/{content.Length}";
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
        }

        var sent = part ?? new ByteRange(0, content.Length);
        http.Response.ContentLength = sent.Length;
        http.Response.ContentType = "application/octet-stream";
        return HttpMethods.IsHead(http.Request.Method)
            ? Results.Empty
            : Results.Stream(body => WriteAsync(content, sent, body, http.RequestAborted), "application/octet-stream");
    }

    private static async Task WriteAsync(ArtifactContent content, ByteRange sent, Stream body, CancellationToken cancellationToken)
    {
        var left = sent.Length;
        await foreach (var (_, part) in content.ReadAsync(sent.First, PartBytes, cancellationToken))
        {
            await body.WriteAsync(part.Length <= left ? part : part[..(int)left], cancellationToken);
            if ((left -= part.Length) <= 0)
                return;
        }
    }

    private static IResult NotFound(string message) => Results.Text(message + "\n", statusCode: StatusCodes.Status404NotFound);
}
