using System.Net.Security;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Running;

namespace LatBench.DeviceAgent.Coordination;

/// <summary>The coordinator as the agent sees it: its services, and the options every call is made with.</summary>
internal sealed class Coordinator(Uri address, SslClientAuthenticationOptions tls, TimeLimits limits) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly GrpcChannel _channel = HttpConnections.OpenChannel(address, tls, options =>
    {
        // Waits are ours, with a seeded generator; the channel's own would hide an absent coordinator.
        options.InitialReconnectBackoff = TimeSpan.FromMilliseconds(200);
        options.MaxReconnectBackoff = TimeSpan.FromSeconds(2);
    });

    private Metadata _headers = [];

    public DeviceService.DeviceServiceClient Devices => new(_channel);

    public JobService.JobServiceClient Jobs => new(_channel);

    public ArtifactService.ArtifactServiceClient Artifacts => new(_channel);

    /// <summary>Uses a credential for every later call.</summary>
    public void Authenticate(string credential) => _headers = new Metadata { { "authorization", $"Bearer {credential}" } };

    /// <summary>Options of a call that must end within a bound; 20 s, more on a slow device, unless it waits on purpose.</summary>
    public CallOptions Call(TimeProvider clock, CancellationToken cancellationToken, TimeSpan? wait = null) =>
        new(_headers, clock.GetUtcNow().UtcDateTime + limits.Of(Deadline) + (wait ?? TimeSpan.Zero), cancellationToken);

    /// <summary>Options of a call that is not worth waiting for longer.</summary>
    public CallOptions CallWithin(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken) =>
        new(_headers, clock.GetUtcNow().UtcDateTime + timeout, cancellationToken);

    public void Dispose() => _channel.Dispose();
}
