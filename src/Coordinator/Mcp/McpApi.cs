using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Coordinator.Mcp;

/// <summary>The services of the API, called as the caller of the current request: under its role, its limits, and in the audit log.</summary>
internal sealed class McpApi(IApiChannel channel, IHttpContextAccessor accessor)
{
    private CallInvoker Invoker => field ??= Open(McpCaller.Of(accessor.HttpContext!));

    /// <summary>Gets the devices.</summary>
    public DeviceService.DeviceServiceClient Devices => field ??= new(Invoker);

    /// <summary>Gets the campaigns.</summary>
    public CampaignService.CampaignServiceClient Campaigns => field ??= new(Invoker);

    /// <summary>Gets the measurements.</summary>
    public MeasurementService.MeasurementServiceClient Measurements => field ??= new(Invoker);

    /// <summary>Gets the uploaded models.</summary>
    public ModelService.ModelServiceClient Models => field ??= new(Invoker);

    /// <summary>Gets the architectures.</summary>
    public ArchitectureService.ArchitectureServiceClient Architectures => field ??= new(Invoker);

    /// <summary>Gets the predictors.</summary>
    public PredictorService.PredictorServiceClient Predictors => field ??= new(Invoker);

    /// <summary>Gets the snapshots.</summary>
    public SnapshotService.SnapshotServiceClient Snapshots => field ??= new(Invoker);

    private CallInvoker Open(McpCaller caller) => channel.As(caller.Secret, caller.Peer);
}
