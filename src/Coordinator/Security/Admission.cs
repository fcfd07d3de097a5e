using Grpc.Core;
using LatBench.Coordinator.Errors;
using LatBench.Hosting;
using LatBench.Storage;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Security;

/// <summary>
/// The one way in, by whichever protocol: the bearer token is good, its role has a row in <see cref="AccessTable"/>, and it has calls left in
/// <see cref="CallLimits"/>. What is refused is logged, once.
/// </summary>
internal sealed partial class Admission(IStore store, CallLimits limits, TimeProvider time, ILogger<Admission> logger)
{
    private const string Scheme = "Bearer ";
    private const int MaxSecretLength = 200;

    /// <summary>Lets a call in; its place is given back when the result is disposed.</summary>
    /// <param name="method">The method, as the table has it.</param>
    /// <param name="authorization">The header of that name; null where there is none.</param>
    /// <param name="peer">Whom the log names.</param>
    /// <param name="known">Called as soon as the caller is known, let in or not.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED, PERMISSION_DENIED or RESOURCE_EXHAUSTED.</exception>
    public Task<IDisposable> EnterAsync(string method, string? authorization, string peer, Action<Caller> known, CancellationToken cancellationToken) =>
        EnterAsync(method, authorization, peer, known, limits.Enter, cancellationToken);

    /// <summary>Lets a request in whose work is done by calls of the same token, which have places of their own.</summary>
    /// <inheritdoc cref="EnterAsync(string, string?, string, Action{Caller}, CancellationToken)"/>
    public Task EnterWithoutPlaceAsync(string method, string? authorization, string peer, Action<Caller> known, CancellationToken cancellationToken) =>
        EnterAsync<object?>(method, authorization, peer, known, id =>
        {
            limits.EnterWithoutPlace(id);
            return null;
        }, cancellationToken);

    private async Task<T> EnterAsync<T>(string method, string? authorization, string peer, Action<Caller> known, Func<long, T> enter, CancellationToken cancellationToken)
    {
        try
        {
            var token = await FindAsync(authorization, cancellationToken);
            known(new Caller(token.Role, token.DeviceId, token.Id));
            if (!AccessTable.Allows(method, token.Role))
                throw RpcErrors.PermissionDenied($"A token with the role {RoleName(token.Role)} may not call {method.Split('/')[^1]}.");
            return enter(token.Id);
        }
        catch (RpcException e)
        {
            LogRefused(method, peer, e.StatusCode, e.Status.Detail);
            throw;
        }
    }

    private async Task<Token> FindAsync(string? header, CancellationToken cancellationToken)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw RpcErrors.Unauthenticated("This call needs a token: send it as 'authorization: Bearer <token>'.");

        return await FindTokenAsync(header[Scheme.Length..].Trim(), cancellationToken)
            ?? throw RpcErrors.Unauthenticated("The token is unknown, expired or revoked: use another one.");
    }

    /// <summary>Finds the token with a secret; null where it is unknown, expired or revoked.</summary>
    public async Task<Token?> FindTokenAsync(string secret, CancellationToken cancellationToken)
    {
        // Only hashes are compared, and of what is stored nothing but a hash is known: how long a lookup takes tells nothing of a secret.
        var token = secret.Length is 0 or > MaxSecretLength ? null : await store.Tokens.FindAsync(TokenSecret.Hash(secret), cancellationToken);
        return token is null || token.RevokedAt is not null || token.ExpiresAt <= time.GetUtcNow() ? null : token;
    }

    /// <summary>Logs that a browser was not signed in to the dashboard.</summary>
    /// <param name="peer">The address of the browser.</param>
    /// <param name="reason">The reason.</param>
    public void LogRefusedSignIn(string peer, string reason) => LogRefused(AuditLog.SignIn, peer, StatusCode.Unauthenticated, reason);

    private static string RoleName(Role role) => role.ToString().ToLowerInvariant();

    [LoggerMessage(EventId = EventIds.CallRefused, Level = LogLevel.Warning, Message = "Refused {Method} from {Peer} with {Status}: {Reason}")]
    private partial void LogRefused(string method, string peer, StatusCode status, string reason);
}
