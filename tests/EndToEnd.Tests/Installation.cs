using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>A coordinator and an agent as processes over one data directory, and a way to ask the coordinator.</summary>
internal sealed class Installation(string? database = null, params (string Name, string? Value)[] environment) : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private GrpcChannel? _channel;

    public string Data => _directory.PathOf("data");

    public Daemon Coordinator { get; private set; } = null!;

    public Daemon? Agent { get; private set; }

    /// <summary>Starts the coordinator; on the ports it had before when it was running before.</summary>
    public async Task StartCoordinatorAsync(int leaseSeconds = 120)
    {
        var (http, grpc) = _channel is null ? ("127.0.0.1:0", "127.0.0.1:0") : (_http!, _grpc!);
        (string, string?)[] variables = database is null ? environment : [.. environment, ("LATBENCH_DATABASE", database)];
        Coordinator = await Daemon.StartAsync(
            Program.Coordinator, "coordinator ready",
            ["--data", Data, "--http", http, "--grpc", grpc, "--lease-seconds", leaseSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)], variables);
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), Cancel));
        _http = new Uri(addresses.RootElement.GetProperty("http").GetString()!).Authority;
        _grpc = new Uri(addresses.RootElement.GetProperty("grpc").GetString()!).Authority;
        _channel ??= Connect();
    }

    private string? _http;
    private string? _grpc;

    /// <summary>Gets the host and port at which the coordinator answers gRPC calls.</summary>
    public string Grpc => _grpc ?? throw new InvalidOperationException("The coordinator was not started.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Gets the connection to the coordinator, with the admin's token.</summary>
    public GrpcChannel Channel => _channel ?? throw new InvalidOperationException("The coordinator was not started.");

    public CampaignService.CampaignServiceClient Campaigns => new(_channel);

    public PredictorService.PredictorServiceClient Predictors => new(_channel);

    public SearchService.SearchServiceClient Searches => new(_channel);

    public MeasurementService.MeasurementServiceClient Measurements => new(_channel);

    /// <summary>Starts the agent, enrolling it at the first start; within a limit on its data memory where one is given.</summary>
    public async Task StartAgentAsync(string device = "bench", long? memoryBytes = null, params string[] options)
    {
        var token = Directory.Exists(AgentData)
            ? ""
            : await EnrolmentTokenAsync();
        var start = Program.Start(Program.DeviceAgent, ["run", "--server", "http://" + _grpc, "--data", AgentData, "--device", device, .. options]);
        if (memoryBytes is { } bytes)
            start = Program.StartWithin(bytes, start);
        Agent = await Daemon.StartAsync(Program.DeviceAgent, start, "agent ready", [.. environment, ("LATBENCH_ENROLMENT_TOKEN", token)]);
    }

    /// <summary>Gets the address at which gRPC is served.</summary>
    public Uri Server => new("http://" + _grpc);

    /// <summary>A token for one more device.</summary>
    public async Task<string> EnrolmentTokenAsync() =>
        (await new TokenService.TokenServiceClient(_channel).CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: Cancel)).Secret;

    /// <summary>Starts the agent of one more device, which the caller ends.</summary>
    public async Task<Daemon> StartAnotherAgentAsync(string device)
    {
        var token = await EnrolmentTokenAsync();
        return await Daemon.StartAsync(
            Program.DeviceAgent,
            Program.Start(Program.DeviceAgent, ["run", "--server", "http://" + _grpc, "--data", _directory.PathOf(device), "--device", device]),
            "agent ready",
            [.. environment, ("LATBENCH_ENROLMENT_TOKEN", token)]);
    }

    private string AgentData => Path.Combine(Data, "agent");

    /// <summary>Starts a campaign over a seeded sample.</summary>
    public async Task<string> SubmitAsync(int models, int minPasses, int maxPasses, params string[] devices)
    {
        var request = new CreateCampaignRequest
        {
            Campaign = new Campaign
            {
                Selection = new Selection { Sample = new RandomSample { Count = models, Seed = 3 } },
                Targets = { devices is [] ? ["bench"] : devices },
                Remeasure = true,
                Protocol = new Protocol { MinPasses = minPasses, MaxPasses = maxPasses, MinSpread = new Duration() },
            },
        };
        return (await Campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign.Name;
    }

    /// <summary>Watches a campaign until it satisfies the condition, through restarts of the coordinator.</summary>
    public async Task<Campaign> WaitForAsync(string campaign, Func<Campaign, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                using var watch = Campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign }, cancellationToken: limit.Token);
                await foreach (var update in watch.ResponseStream.ReadAllAsync(limit.Token))
                {
                    if (condition(update.Campaign))
                        return update.Campaign;
                    Assert.Equal(CampaignState.Running, update.Campaign.State);
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled && !limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (Agent is not null)
            await Agent.DisposeAsync();
        if (Coordinator is not null)
            await Coordinator.DisposeAsync();
        _directory.Dispose();
    }

    private GrpcChannel Connect()
    {
        var token = File.ReadAllText(Path.Combine(Data, "admin-token")).Trim();
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer " + token);
            return Task.CompletedTask;
        });
        return HttpConnections.OpenChannel(Server, configure: options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
    }
}
