using System.Net.Security;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Connection;

/// <summary>A channel to one coordinator and the clients of its services.</summary>
internal sealed class CoordinatorConnection : IDisposable
{
    private const int MaxMessageBytes = 256 << 20;

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _calls;
    private readonly TimeProvider _time;

    public CoordinatorConnection(Uri server, string? token, SslClientAuthenticationOptions tls, TimeProvider time)
    {
        (Server, _time) = (server, time);
        _channel = HttpConnections.OpenChannel(server, tls, options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
        });
        _calls = _channel.Intercept(new CallDefaults(token, time));
    }

    public Uri Server { get; }

    public TokenService.TokenServiceClient Tokens => new(_calls);

    public DeviceService.DeviceServiceClient Devices => new(_calls);

    public ModelService.ModelServiceClient Models => new(_calls);

    public CampaignService.CampaignServiceClient Campaigns => new(_calls);

    public MeasurementService.MeasurementServiceClient Measurements => new(_calls);

    public SearchService.SearchServiceClient Searches => new(_calls);

    public PredictorService.PredictorServiceClient Predictors => new(_calls);

    public SnapshotService.SnapshotServiceClient Snapshots => new(_calls);

    /// <summary>The point in time a call that may last <paramref name="duration"/> must be done by.</summary>
    public DateTime Within(TimeSpan duration) => _time.GetUtcNow().UtcDateTime + duration;

    public void Dispose() => _channel.Dispose();
}

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

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(With(context));

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
