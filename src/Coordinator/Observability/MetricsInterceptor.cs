using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LatBench.Coordinator.Observability;

/// <summary>Times unary calls, failed ones included. Outermost, so that it sees the status that the caller sees.</summary>
internal sealed class MetricsInterceptor(CoordinatorMetrics metrics) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var response = await continuation(request, context);
            metrics.Answered(context.Method, nameof(StatusCode.OK), start);
            return response;
        }
        catch (RpcException e)
        {
            metrics.Answered(context.Method, e.StatusCode.ToString(), start);
            throw;
        }
    }
}
