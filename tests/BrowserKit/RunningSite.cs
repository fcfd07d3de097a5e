using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.BrowserKit;

/// <summary>A coordinator as a process on its own data directory, with a token of each role that reads, and the API to fill it.</summary>
public sealed class RunningSite : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private GrpcChannel? _channel;
    private Daemon? _agent;
    private string _grpc = "127.0.0.1:0";
    private string _http = "127.0.0.1:0";

    public Daemon Coordinator { get; private set; } = null!;

    public string Data => _directory.PathOf("data");

    /// <summary>Gets the address of the pages.</summary>
    public Uri Address => new("http://" + _http);

    /// <summary>Gets the address of gRPC.</summary>
    public Uri Grpc => new("http://" + _grpc);

    /// <summary>Gets the invoker of the API, as an admin.</summary>
    public CallInvoker Api { get; private set; } = null!;

    public string AdminToken { get; private set; } = "";

    public string SubmitterToken { get; private set; } = "";

    public string ViewerToken { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts the coordinator; on the ports that it had before when it ran before.</summary>
    public async Task StartAsync()
    {
        Coordinator = await Daemon.StartAsync(Program.Coordinator, "coordinator ready", ["--data", Data, "--http", _http, "--grpc", _grpc]);
        if (_channel is not null)
            return;
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), Cancel));
        _http = new Uri(addresses.RootElement.GetProperty("http").GetString()!).Authority;
        _grpc = new Uri(addresses.RootElement.GetProperty("grpc").GetString()!).Authority;
        AdminToken = (await File.ReadAllTextAsync(Path.Combine(Data, "admin-token"), Cancel)).Trim();
        _channel = Connect(AdminToken);
        Api = _channel.CreateCallInvoker();
        SubmitterToken = await CreateTokenAsync(Role.Submitter);
        ViewerToken = await CreateTokenAsync(Role.Viewer);
    }

    /// <summary>Makes a token.</summary>
    public async Task<string> CreateTokenAsync(Role role) =>
        (await new TokenService.TokenServiceClient(Api).CreateTokenAsync(new CreateTokenRequest { Role = role, Description = "browser test" }, cancellationToken: Cancel)).Secret;

    /// <summary>Starts the agent of this machine as the device <c>bench</c>.</summary>
    public async Task StartAgentAsync()
    {
        var token = await CreateTokenAsync(Role.Enrolment);
        _agent = await Daemon.StartAsync(
            Program.DeviceAgent, "agent ready", ["run", "--server", "http://" + _grpc, "--data", _directory.PathOf("agent"), "--device", "bench"], ("LATBENCH_ENROLMENT_TOKEN", token));
    }

    /// <summary>Runs a command of <c>latbench</c> on the coordinator to its good end.</summary>
    public async Task<string> RunAsync(params string[] arguments) => (await CommandResult.RunAsync([.. arguments, "--data", Data])).Expect(0).Output;

    /// <summary>Enrols a device without an agent.</summary>
    public async Task EnrolAsync(string id, params string[] targets)
    {
        var request = new EnrolDeviceRequest
        {
            RequestId = Guid.NewGuid().ToString("n"),
            EnrolmentToken = await CreateTokenAsync(Role.Enrolment),
            DeviceId = id,
            Hardware = new Hardware { CpuModel = "Test CPU", Architecture = "x64", LogicalCpus = 4, UsableCpus = 4 },
            Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Linux", Protocols = { "latbench/1" }, Precisions = { Precision.Fp32 } },
        };
        foreach (var target in targets is [] ? ["t1"] : targets)
            request.Targets.Add(new Target { Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = int.Parse(target[1..], System.Globalization.CultureInfo.InvariantCulture), GraphOptimization = GraphOptimization.All });
        await new DeviceService.DeviceServiceClient(Api).EnrolDeviceAsync(request, cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_agent is not null)
            await _agent.DisposeAsync();
        if (Coordinator is not null)
            await Coordinator.DisposeAsync();
        _directory.Dispose();
    }

    private GrpcChannel Connect(string token)
    {
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer " + token);
            return Task.CompletedTask;
        });
        return HttpConnections.OpenChannel(new Uri("http://" + _grpc), configure: options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
    }
}
