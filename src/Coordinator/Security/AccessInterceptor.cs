using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LatBench.Coordinator.Errors;

namespace LatBench.Coordinator.Security;

/// <summary>
/// Lets calls in by <see cref="Admission"/>; what changes something is written to the <see cref="AuditLog"/>.
/// </summary>
internal sealed class AccessInterceptor(Admission admission, AuditLog audit) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        CheckFields(request);
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
        CheckFields(request);
        if (!AuditLog.Covers(context.Method))
        {
            await continuation(request, responseStream, context);
            return;
        }

        try
        {
            await continuation(request, responseStream, context);
            audit.Write(context, request as IMessage, StatusCode.OK);
        }
        catch (RpcException e)
        {
            audit.Write(context, request as IMessage, e.StatusCode);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        try
        {
            var response = await continuation(requestStream, context);
            if (AuditLog.Covers(context.Method))
                audit.Write(context, response as IMessage, StatusCode.OK);
            return response;
        }
        catch (RpcException e) when (AuditLog.Covers(context.Method))
        {
            audit.Write(context, request: null, e.StatusCode);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = await AdmitAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task<IDisposable?> AdmitAsync(ServerCallContext context) => AccessTable.IsOpen(context.Method)
        ? null
        : await admission.EnterAsync(
            context.Method, context.RequestHeaders.GetValue("authorization"), CallPeer.Of(context), caller => caller.AttachTo(context), context.CancellationToken);

    private static void CheckFields<TRequest>(TRequest request)
    {
        if (request is not IMessage message)
            return;
        if (MessageText.FindFault(message) is { } field)
            throw RpcErrors.InvalidArgument(field, $"{field} holds a control character: write it without.");
        if (EnumNumbers.FindFault(message) is { } fault)
            throw RpcErrors.InvalidArgument(fault.Field, fault.Message);
    }
}
