using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using LatBench.Storage;

namespace LatBench.Coordinator.Snapshots;

/// <summary>Lets those fetch files over HTTP who may fetch them over gRPC.</summary>
internal sealed class SnapshotAccess(IStore store, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    private static readonly string Method = $"/latbench.v1.{nameof(SnapshotService)}/{nameof(SnapshotService.SnapshotServiceBase.DownloadSnapshotFile)}";

    /// <summary>The answer to a request that must not be served; null where it may.</summary>
    public async Task<IResult?> RefusalAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await store.Tokens.FindAsync(TokenSecret.Hash(header[Scheme.Length..].Trim()), http.RequestAborted)
            : null;
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= time.GetUtcNow())
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.Text("This address needs a token: send it as 'Authorization: Bearer <token>'.\n", statusCode: StatusCodes.Status401Unauthorized);
        }

        return AccessTable.Allows(Method, token.Role)
            ? null
            : Results.Text("A token with this role may not fetch snapshots.\n", statusCode: StatusCodes.Status403Forbidden);
    }
}
