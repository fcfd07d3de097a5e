using Grpc.Core;
using Grpc.Core.Interceptors;
using LatBench.Hosting;
using LatBench.Storage;

namespace LatBench.Coordinator.Errors;

/// <summary>Turns what a call throws into a status with one clear sentence; the unexpected is logged and told as INTERNAL.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
            case OperationCanceledException:
                return RpcErrors.Unavailable("The coordinator is stopping: try again.");
            case StorageException { IsFull: true } e:
                LogStorageUnavailable(context.Method, e.Message);
                return RpcErrors.ResourceExhausted($"{e.Message} Nothing was stored; try again later.");
            case IOException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The call was cut off."));
            case RefusalException e:
                return RpcErrors.Refused(e);
            case StorageException { IsTransient: true } e:
                LogStorageUnavailable(context.Method, e.Message);
                return RpcErrors.Unavailable($"{e.Message} Try again later.");
            default:
                LogUnexpected(exception, context.Method);
                return RpcErrors.Internal("The coordinator failed on this call; its log says why.");
        }
    }

    [LoggerMessage(EventId = EventIds.UnexpectedCallError, Level = LogLevel.Error, Message = "Unexpected error in {Method}")]
    private partial void LogUnexpected(Exception exception, string method);

    [LoggerMessage(EventId = EventIds.CallStorageUnavailable, Level = LogLevel.Warning, Message = "Database unavailable in {Method}: {Reason}")]
    private partial void LogStorageUnavailable(string method, string reason);
}
