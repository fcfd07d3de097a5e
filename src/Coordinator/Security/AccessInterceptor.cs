using Grpc.Core;
using Grpc.Core.Interceptors;
using LatBench.Coordinator.Errors;
using LatBench.Storage;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Security;

/// <summary>Lets a call in when its bearer token is good and its role has a row in <see cref="AccessTable"/>.</summary>
internal sealed class AccessInterceptor(IStore store, TimeProvider time) : Interceptor
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        return await continuation(request, context);
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        await continuation(request, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        return await continuation(requestStream, context);
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task AdmitAsync(ServerCallContext context)
    {
        if (AccessTable.IsOpen(context.Method))
            return;

        var header = context.RequestHeaders.GetValue("authorization");
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw RpcErrors.Unauthenticated("This call needs a token: send it as 'authorization: Bearer <token>'.");

        var token = await store.Tokens.FindAsync(TokenSecret.Hash(header[Scheme.Length..].Trim()), context.CancellationToken);
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= time.GetUtcNow())
            throw RpcErrors.Unauthenticated("The token is unknown, expired or revoked: use another one.");
        if (!AccessTable.Allows(context.Method, token.Role))
            throw RpcErrors.PermissionDenied($"A token with the role {RoleName(token.Role)} may not call {context.Method.Split('/')[^1]}.");

        new Caller(token.Role, token.DeviceId).AttachTo(context);
    }

    private static string RoleName(Role role) => role.ToString().ToLowerInvariant();
}
