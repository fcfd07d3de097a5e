using Grpc.Core;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Tests.Predictors;
using LatBench.Coordinator.Tests.UploadedModels;
using ModelContextProtocol.Client;

namespace LatBench.Coordinator.Tests.Mcp;

/// <summary>A coordinator with measurements, a predictor and uploaded models, and real clients of its MCP endpoint.</summary>
public sealed class McpFixture : IAsyncLifetime
{
    /// <summary>An imported table, with a predictor.</summary>
    public const string Table = "table/device-a";

    /// <summary>Another, without one.</summary>
    public const string OtherTable = "table/device-b";

    /// <summary>A device that has measured <see cref="Requests.Skip"/> in 1 ms, <see cref="Requests.Conv3x3Everywhere"/> in 3 ms, and two uploaded models in 2 ms.</summary>
    public const string Device = "pi5";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public PredictorFixture Inner { get; } = new();

    public RunningCoordinator Coordinator => Inner.Coordinator;

    public string Viewer { get; private set; } = "";

    public string Submitter { get; private set; } = "";

    /// <summary>Gets the slug of the device's default target.</summary>
    public static string Slug => Device + "/ort-1.31.1/cpu/t1";

    public async ValueTask InitializeAsync()
    {
        await Inner.InitializeAsync();
        await Inner.ImportAsync(Table, 120);
        await Inner.ImportAsync(OtherTable, 20);
        await Inner.TrainAsync(Table);
        Viewer = await CreateTokenAsync(Role.Viewer);
        Submitter = await CreateTokenAsync(Role.Submitter);
        var device = await Coordinator.EnrolAsync(Device, request => request.Hardware.BoardModel = "Raspberry Pi 5 Model B");
        var models = new ModelService.ModelServiceClient(Coordinator.AsAdmin());
        var uploaded = new[] { await models.UploadAsync(OnnxFiles.Linear(), "first.onnx"), await models.UploadAsync(OnnxFiles.Linear(weight: 0.25f), "second.onnx") };
        await MeasureAsync(device, Requests.Campaign(Device, Requests.Skip, Requests.Conv3x3Everywhere));
        var campaign = Requests.Campaign(Device, [.. uploaded.Select(model => model.Name["models/".Length..])]);
        campaign.Campaign.Selection.SearchSpace = "onnx";
        await MeasureAsync(device, campaign);
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    /// <summary>Connects a client with a token; by the newest revision of the protocol, or an earlier one.</summary>
    public Task<McpClient> ConnectAsync(string token, string? revision = null) => ConnectAsync(Coordinator, token, revision);

    /// <summary>Connects a client to a coordinator.</summary>
    public static async Task<McpClient> ConnectAsync(RunningCoordinator coordinator, string token, string? revision = null)
    {
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(coordinator.Http, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
        };
        return await McpClient.CreateAsync(new HttpClientTransport(options, HttpConnections.CreateClient(), ownsHttpClient: true), new McpClientOptions { ProtocolVersion = revision }, cancellationToken: Cancel);
    }

    public async Task<string> CreateTokenAsync(Role role) =>
        (await new TokenService.TokenServiceClient(Coordinator.AsAdmin()).CreateTokenAsync(new CreateTokenRequest { Role = role }, cancellationToken: Cancel)).Secret;

    private Task MeasureAsync(CallInvoker device, CreateCampaignRequest request) => MeasureAsync(Coordinator, Device, device, request);

    /// <summary>Runs a campaign, whose jobs a device does.</summary>
    internal static async Task MeasureAsync(RunningCoordinator coordinator, string id, CallInvoker device, CreateCampaignRequest request)
    {
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var name = (await campaigns.CreateCampaignAsync(request, cancellationToken: Cancel)).Campaign.Name;
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());
        var listed = await measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = name }, cancellationToken: Cancel);
        var latencies = listed.Measurements.ToDictionary(measurement => measurement.ModelSha256, NanosecondsOf);
        var jobs = new JobService.JobServiceClient(device);
        while ((await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: Cancel)).Campaign.State == CampaignState.Running)
        {
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + id, MaxJobs = 50 }, cancellationToken: Cancel);
            foreach (var lease in leased.Leases)
            {
                var ns = latencies[lease.Job.Model.Sha256];
                await jobs.CompleteJobAsync(Requests.Complete("devices/" + id, lease, [.. Enumerable.Range(0, 16).Select(i => ns + (i * 100))]), cancellationToken: Cancel);
            }
        }
    }

    private static long NanosecondsOf(Measurement measurement) => measurement.SearchSpace == "onnx" ? 2_000_000
        : measurement.EffectiveCell.Contains("nor_conv_3x3", StringComparison.Ordinal) ? 3_000_000
        : 1_000_000;
}
