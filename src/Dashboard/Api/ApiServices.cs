using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Api;

/// <summary>The services of the API, called as one user. The channel is opened at the first call.</summary>
public abstract class ApiServices
{
    private CallInvoker Invoker => field ??= Open();

    /// <summary>Gets the devices.</summary>
    public DeviceService.DeviceServiceClient Devices => field ??= new(Invoker);

    /// <summary>Gets the campaigns.</summary>
    public CampaignService.CampaignServiceClient Campaigns => field ??= new(Invoker);

    /// <summary>Gets the measurements.</summary>
    public MeasurementService.MeasurementServiceClient Measurements => field ??= new(Invoker);

    /// <summary>Gets the uploaded models.</summary>
    public ModelService.ModelServiceClient Models => field ??= new(Invoker);

    /// <summary>Gets the predictors.</summary>
    public PredictorService.PredictorServiceClient Predictors => field ??= new(Invoker);

    /// <summary>Gets the searches.</summary>
    public SearchService.SearchServiceClient Searches => field ??= new(Invoker);

    /// <summary>Gets the snapshots.</summary>
    public SnapshotService.SnapshotServiceClient Snapshots => field ??= new(Invoker);

    /// <summary>Gets the tokens.</summary>
    public TokenService.TokenServiceClient Tokens => field ??= new(Invoker);

    /// <summary>Gets the architectures.</summary>
    public ArchitectureService.ArchitectureServiceClient Architectures => field ??= new(Invoker);

    /// <summary>Opens the channel as the user.</summary>
    protected abstract CallInvoker Open();
}
