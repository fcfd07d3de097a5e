using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LatBench.Coordinator.Errors;
using LatBench.Storage;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Security;

/// <summary>
/// Lets a call in when its bearer token is good, its role has a row in <see cref="AccessTable"/>, and its token has calls left. What is
/// refused is logged, once; what changes something is written to the <see cref="AuditLog"/>.
/// </summary>
internal sealed partial class AccessInterceptor(IStore store, CallLimits limits, AuditLog audit, TimeProvider time, ILogger<AccessInterceptor> logger) : Interceptor
{
    private const string Scheme = "Bearer ";
    private const int MostSecretLength = 200;

    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        CheckText(request);
        if (!AuditLog.Covers(context.Method))
            return await continuation(request, context);
        try
        {
            var response = await continuation(request, context);
            audit.Write(context, request as IMessage, StatusCode.OK);
            return response;
        }
        catch (RpcException e)
        {
            audit.Write(context, request as IMessage, e.StatusCode);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        CheckText(request);
        await continuation(request, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        return await continuation(requestStream, context);
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task<IDisposable?> AdmitAsync(ServerCallContext context)
    {
        if (AccessTable.IsOpen(context.Method))
            return null;
        try
        {
            var token = await FindAsync(context);
            new Caller(token.Role, token.DeviceId, token.Id).AttachTo(context);
            if (!AccessTable.Allows(context.Method, token.Role))
                throw RpcErrors.PermissionDenied($"A token with the role {RoleName(token.Role)} may not call {context.Method.Split('/')[^1]}.");
            return limits.Enter(token.Id);
        }
        catch (RpcException e)
        {
            LogRefused(context.Method, context.Peer, e.StatusCode, e.Status.Detail);
            throw;
        }
    }

    private async Task<Token> FindAsync(ServerCallContext context)
    {
        var header = context.RequestHeaders.GetValue("authorization");
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw RpcErrors.Unauthenticated("This call needs a token: send it as 'authorization: Bearer <token>'.");

        var secret = header[Scheme.Length..].Trim();
        // Only hashes are compared, and of what is stored nothing but a hash is known: how long a lookup takes tells nothing of a secret.
        var token = secret.Length is 0 or > MostSecretLength ? null : await store.Tokens.FindAsync(TokenSecret.Hash(secret), context.CancellationToken);
        return token is null || token.RevokedAt is not null || token.ExpiresAt <= time.GetUtcNow()
            ? throw RpcErrors.Unauthenticated("The token is unknown, expired or revoked: use another one.")
            : token;
    }

    private static void CheckText<TRequest>(TRequest request)
    {
        if (request is IMessage message && MessageText.FindFault(message) is { } field)
            throw RpcErrors.InvalidArgument(field, $"{field} holds a control character: write it without.");
    }

    private static string RoleName(Role role) => role.ToString().ToLowerInvariant();

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Refused {Method} from {Peer} with {Status}: {Reason}")]
    private partial void LogRefused(string method, string peer, StatusCode status, string reason);
}
