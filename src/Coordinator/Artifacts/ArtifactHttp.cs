using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using Microsoft.Net.Http.Headers;

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
        http.Response.Headers.CacheControl = Immutable;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var tag = new EntityTagHeaderValue($"\"{sha256}\"");
        http.Response.Headers.ETag = tag.ToString();
        if (http.Request.Headers.IfNoneMatch == tag.ToString())
            return Results.StatusCode(StatusCodes.Status304NotModified);
        if (First(http.Request.GetTypedHeaders().Range) is not { } first)
            return Results.Stream(body => WriteAsync(content, 0, body, http.RequestAborted), "application/octet-stream");
        http.Response.Headers.ContentRange = $"bytes {first}-{content.Length - 1}/{content.Length}";
        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        return first < content.Length
            ? Results.Stream(body => WriteAsync(content, first, body, http.RequestAborted), "application/octet-stream")
            : Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
    }

    /// <summary>The first byte of a request that goes on where one broke off; null for any other, which is answered whole.</summary>
    private static long? First(RangeHeaderValue? range) => range is { Unit.Value: "bytes", Ranges.Count: 1 } && range.Ranges.First() is { From: { } from, To: null } ? from : null;

    private static async Task WriteAsync(ArtifactContent content, long offset, Stream body, CancellationToken cancellationToken)
    {
        await foreach (var (_, part) in content.ReadAsync(offset, PartBytes, cancellationToken))
            await body.WriteAsync(part, cancellationToken);
    }

    private static IResult NotFound(string message) => Results.Text(message + "\n", statusCode: StatusCodes.Status404NotFound);
}
