using System.Diagnostics;
using System.Text.Json;
using Grpc.Net.Client;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using PassResult = LatBench.Measurements.PassResult;

namespace LatBench.Bench.Installation;

/// <summary>A coordinator, and an agent, as processes over a fresh data directory, which goes with them.</summary>
internal sealed class LocalInstallation : IAsyncDisposable
{
    /// <summary>Seed of the sample of models.</summary>
    public const ulong SampleSeed = 1;

    /// <summary>The name of the device of the agent.</summary>
    public const string Device = "bench";

    private const int PageSize = 1000;

    // Far beyond what a campaign takes; it bounds a benchmark whose agent hangs.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TimeoutPerModel = TimeSpan.FromSeconds(20);

    private readonly string _data = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
    private readonly List<Daemon> _daemons = [];
    private GrpcChannel? _channel;
    private string _server = "";

    private LocalInstallation()
    {
    }

    /// <summary>Gets the address of the pages.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>Gets the data directory of the coordinator.</summary>
    public string Data => _data;

    /// <summary>Gets the API as the administrator.</summary>
    public GrpcChannel Channel => _channel!;

    private CampaignService.CampaignServiceClient Campaigns => new(_channel);

    /// <summary>Starts the coordinator and the agent.</summary>
    public static async Task<LocalInstallation> StartAsync(CancellationToken cancellationToken)
    {
        var installation = await StartCoordinatorAsync(cancellationToken);
        try
        {
            await installation.StartAgentAsync(cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the coordinator alone.</summary>
    public static async Task<LocalInstallation> StartCoordinatorAsync(CancellationToken cancellationToken)
    {
        var installation = new LocalInstallation();
        try
        {
            await installation.ListenAsync(cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a campaign over a seeded sample to its end.</summary>
    /// <param name="models">The number of models.</param>
    /// <param name="protocol">The protocol to measure with; settings that are not given take their defaults.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <param name="target">The target; the first of the agent by default.</param>
    /// <exception cref="BenchException">It ended otherwise than measured.</exception>
    public async Task<CampaignOutcome> MeasureAsync(int models, Protocol protocol, CancellationToken cancellationToken, string target = Device)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout + (models * TimeoutPerModel));
        var start = Stopwatch.GetTimestamp();
        var request = new CreateCampaignRequest
        {
            Campaign = new Campaign
            {
                Selection = new Selection { Sample = new RandomSample { Count = models, Seed = SampleSeed } },
                Targets = { target },
                Protocol = protocol,
                Remeasure = true,
            },
        };
        var campaign = (await Campaigns.CreateCampaignAsync(request, cancellationToken: limit.Token)).Campaign;
        using var watch = Campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign.Name }, cancellationToken: limit.Token);
        while (campaign.State == CampaignState.Running && await watch.ResponseStream.MoveNext(limit.Token))
            campaign = watch.ResponseStream.Current.Campaign;
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (campaign.State != CampaignState.Succeeded)
            throw new BenchException($"The campaign ended as {campaign.State}.");
        return new CampaignOutcome(campaign, await MeasurementsAsync(campaign.Name, limit.Token), elapsed);
    }

    /// <summary>The counted passes of measurements, in their order.</summary>
    public async Task<IReadOnlyList<PassResult[]>> PassesAsync(IEnumerable<Measurement> measurements, CancellationToken cancellationToken)
    {
        var client = new MeasurementService.MeasurementServiceClient(_channel);
        var all = new List<PassResult[]>();
        foreach (var measurement in measurements)
        {
            var answer = await client.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: cancellationToken);
            all.Add([.. answer.Passes.Where(pass => pass.Counted).OrderBy(pass => pass.Number).Select(pass => pass.Result.ToDomain())]);
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        foreach (var daemon in Enumerable.Reverse(_daemons)) await daemon.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<IReadOnlyList<Measurement>> MeasurementsAsync(string campaign, CancellationToken cancellationToken)
    {
        var client = new MeasurementService.MeasurementServiceClient(_channel);
        var all = new List<Measurement>();
        var request = new ListMeasurementsRequest { Campaign = campaign, PageSize = PageSize };
        do
        {
            var page = await client.ListMeasurementsAsync(request, cancellationToken: cancellationToken);
            all.AddRange(page.Measurements);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    /// <summary>Starts the agent of this machine.</summary>
    public async Task StartAgentAsync(CancellationToken cancellationToken)
    {
        var token = (await new TokenService.TokenServiceClient(_channel).CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: cancellationToken)).Secret;
        _daemons.Add(await Daemon.StartAsync(
            Programs.DeviceAgent,
            ["run", "--server", _server, "--data", Path.Combine(_data, "agent"), "--device", Device],
            new Dictionary<string, string> { ["LATBENCH_ENROLMENT_TOKEN"] = token },
            cancellationToken));
    }

    /// <summary>Starts the agent again that was stopped, and returns when it said that it is ready, as a <see cref="Stopwatch"/> timestamp.</summary>
    public async Task<long> RestartAgentAsync(CancellationToken cancellationToken)
    {
        _daemons.Add(await Daemon.StartAsync(
            Programs.DeviceAgent, ["run", "--server", _server, "--data", Path.Combine(_data, "agent")], new Dictionary<string, string>(), cancellationToken));
        return Stopwatch.GetTimestamp();
    }

    /// <summary>Stops the agent, which was started last.</summary>
    public async Task StopAgentAsync()
    {
        await _daemons[^1].DisposeAsync();
        _daemons.RemoveAt(_daemons.Count - 1);
    }

    /// <summary>Installs the runtime for browsers, as a user does.</summary>
    /// <exception cref="BenchException">It could not be installed.</exception>
    public async Task InstallWebRuntimeAsync(CancellationToken cancellationToken)
    {
        using var install = Process.Start(new ProcessStartInfo("dotnet", [Programs.Path(Programs.Cli), "web-runtime", "install", "--data", _data]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = install.StandardError.ReadToEndAsync(cancellationToken);
        await install.StandardOutput.ReadToEndAsync(cancellationToken);
        await install.WaitForExitAsync(cancellationToken);
        if (install.ExitCode != 0)
            throw new BenchException((await errors).Trim());
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        _daemons.Add(await Daemon.StartAsync(
            Programs.Coordinator, ["--data", _data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"], new Dictionary<string, string>(), cancellationToken));
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "coordinator.json"), cancellationToken));
        _server = addresses.RootElement.GetProperty("grpc").GetString()!;
        Http = new Uri(addresses.RootElement.GetProperty("http").GetString()!);
        _channel = CoordinatorInstallation.Connect(_server, (await File.ReadAllTextAsync(Path.Combine(_data, "admin-token"), cancellationToken)).Trim());
    }
}
