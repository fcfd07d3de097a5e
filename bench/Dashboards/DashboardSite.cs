using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;

namespace LatBench.Bench.Dashboards;

/// <summary>A coordinator as a process over a fresh data directory, which goes with it, and its address for browsers.</summary>
internal sealed class DashboardSite : IAsyncDisposable
{
    /// <summary>The name of the device of the agent.</summary>
    public const string Device = "bench";

    private readonly string _data = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
    private Daemon _coordinator = null!;
    private Daemon? _agent;
    private GrpcChannel _channel = null!;
    private string _server = "";

    private DashboardSite()
    {
    }

    /// <summary>Gets the address of the pages.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Gets the administrator's token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Gets the API as the administrator.</summary>
    public CallInvoker Api => _channel.CreateCallInvoker();

    /// <summary>Starts the coordinator.</summary>
    public static async Task<DashboardSite> StartAsync(CancellationToken cancellationToken)
    {
        var site = new DashboardSite();
        site._coordinator = await Daemon.StartAsync(
            Programs.Coordinator, ["--data", site._data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"], new Dictionary<string, string>(), cancellationToken);
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(site._data, "coordinator.json"), cancellationToken));
        site.Address = new Uri(addresses.RootElement.GetProperty("http").GetString()!);
        site._server = addresses.RootElement.GetProperty("grpc").GetString()!;
        site.Token = (await File.ReadAllTextAsync(Path.Combine(site._data, "admin-token"), cancellationToken)).Trim();
        site._channel = CoordinatorInstallation.Connect(site._server, site.Token);
        return site;
    }

    /// <summary>Starts the agent of this machine.</summary>
    public async Task StartAgentAsync(CancellationToken cancellationToken)
    {
        var token = await new TokenService.TokenServiceClient(Api).CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: cancellationToken);
        _agent = await Daemon.StartAsync(
            Programs.DeviceAgent, ["run", "--server", _server, "--data", Path.Combine(_data, "agent"), "--device", Device],
            new Dictionary<string, string> { ["LATBENCH_ENROLMENT_TOKEN"] = token.Secret }, cancellationToken);
    }

    /// <summary>Gets the processor time that the coordinator has used.</summary>
    public TimeSpan CpuTime() => _coordinator.CpuTime();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (_agent is not null)
            await _agent.DisposeAsync();
        await _coordinator.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
