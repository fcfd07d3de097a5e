using System.Diagnostics;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;

namespace LatBench.Bench.Installation;

/// <summary>A coordinator as a process over a data directory that outlives it, and a channel to it.</summary>
internal sealed class CoordinatorInstallation : IAsyncDisposable
{
    private readonly Daemon _daemon;

    private CoordinatorInstallation(Daemon daemon, GrpcChannel channel, long startedAt) => (_daemon, Channel, StartedAt) = (daemon, channel, startedAt);

    /// <summary>Calls carry the administrator's token.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>When its process was started, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long StartedAt { get; }

    public static async Task<CoordinatorInstallation> StartAsync(string data, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var daemon = await Daemon.StartAsync(
            Programs.Coordinator, ["--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"], new Dictionary<string, string>(), cancellationToken);
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "coordinator.json"), cancellationToken));
        var server = addresses.RootElement.GetProperty("grpc").GetString()!;
        return new CoordinatorInstallation(daemon, Connect(server, (await File.ReadAllTextAsync(Path.Combine(data, "admin-token"), cancellationToken)).Trim()), startedAt);
    }

    /// <summary>A channel whose calls carry a token.</summary>
    public static GrpcChannel Connect(string server, string token)
    {
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return Task.CompletedTask;
        });
        return HttpConnections.OpenChannel(new Uri(server), configure: options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _daemon.DisposeAsync();
    }
}
