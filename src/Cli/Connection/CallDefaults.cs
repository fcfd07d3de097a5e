using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LatBench.Cli.Connection;

/// <summary>Gives every call the token, and a deadline where it has none.</summary>
internal sealed class CallDefaults(string? token, TimeProvider time) : Interceptor
{
    /// <summary>The time limit of a call that sets no deadline of its own, 30 seconds.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context));

    private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? [])
            headers.Add(entry);
        if (token is not null)
            headers.Add("authorization", $"Bearer {token}");
        var options = context.Options
            .WithHeaders(headers)
            .WithDeadline(context.Options.Deadline ?? time.GetUtcNow().UtcDateTime + Deadline);
        return new(context.Method, context.Host, options);
    }
}
