using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Coordinator.Hosting.InProcess;
using LatBench.Coordinator.Security;
using LatBench.Dashboard.Api;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>The API for the pages: the coordinator's own gRPC services, over connections in memory.</summary>
internal sealed class InProcessApi(InProcessTransport transport, TimeProvider time) : IApiChannel, IDisposable
{
    private readonly GrpcChannel _channel = HttpConnections.OpenInProcessChannel(transport.Connect);

    /// <inheritdoc/>
    public CallInvoker As(string secret, string? peer) => _channel
        .Intercept(new DeadlineInterceptor(time))
        .Intercept(metadata =>
        {
            metadata.Add("authorization", "Bearer " + secret);
            if (peer is not null)
                metadata.Add(CallPeer.Header, peer);
            return metadata;
        });

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    /// <summary>Gives every call without a deadline one: a page that waits for the database for so long is of no use.</summary>
    private sealed class DeadlineInterceptor(TimeProvider time) : Interceptor
    {
        private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var options = context.Options.Deadline is null ? context.Options.WithDeadline((time.GetUtcNow() + Timeout).UtcDateTime) : context.Options;
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
        }
    }
}
