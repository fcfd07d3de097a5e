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

    public CampaignService.CampaignServiceClient Campaigns => new(_calls);

    public MeasurementService.MeasurementServiceClient Measurements => new(_calls);

    public SearchService.SearchServiceClient Searches => new(_calls);

    public PredictorService.PredictorServiceClient Predictors => new(_calls);

    public SnapshotService.SnapshotServiceClient Snapshots => new(_calls);

    /// <summary>The point in time a call that may last <paramref name="duration"/> must be done by.</summary>
    public DateTime Within(TimeSpan duration) => _time.GetUtcNow().UtcDateTime + duration;

    public void Dispose() => _channel.Dispose();
}
