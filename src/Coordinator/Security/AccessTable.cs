using System.Collections.Frozen;
using LatBench.Contracts.V1;
using Role = LatBench.Storage.Tokens.Role;

namespace LatBench.Coordinator.Security;

/// <summary>The roles that may call each method. A method without a row can be called by no role.</summary>
internal static class AccessTable
{
    /// <summary>The name of the MCP endpoint among the methods; its tools call methods, each with its own row.</summary>
    public const string Mcp = "/mcp";

    private static readonly Role[] Admins = [Role.Admin];
    private static readonly Role[] Submitters = [Role.Admin, Role.Submitter];
    private static readonly Role[] Readers = [Role.Admin, Role.Submitter, Role.Viewer];
    private static readonly Role[] Devices = [Role.Device];
    private static readonly Role[] Everyone = [Role.Admin, Role.Submitter, Role.Viewer, Role.Enrolment, Role.Device];

    private static readonly FrozenDictionary<string, Role[]> Rows = new Dictionary<string, Role[]>
    {
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.DescribeDevice))] = Devices,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.GetDevice))] = [.. Readers, Role.Device],
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.ListDevices))] = Readers,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.ListCanaryReadings))] = Readers,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.DrainDevice))] = Admins,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.ResumeDevice))] = Admins,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.RemoveDevice))] = Admins,
        [Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.SetDevicePublication))] = Admins,
        [Method<TokenService.TokenServiceBase>(nameof(TokenService.TokenServiceBase.CreateToken))] = Admins,
        [Method<TokenService.TokenServiceBase>(nameof(TokenService.TokenServiceBase.ListTokens))] = Admins,
        [Method<TokenService.TokenServiceBase>(nameof(TokenService.TokenServiceBase.RevokeToken))] = Admins,
        [Method<TokenService.TokenServiceBase>(nameof(TokenService.TokenServiceBase.CreateSignInLink))] = Readers,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.LeaseJobs))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.RenewLeases))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.CompleteJob))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.CompleteProfileJob))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.FailJob))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.ReleaseJobs))] = Devices,
        [Method<JobService.JobServiceBase>(nameof(JobService.JobServiceBase.ReportPause))] = Devices,
        [Method<ArtifactService.ArtifactServiceBase>(nameof(ArtifactService.ArtifactServiceBase.StatArtifact))] = [.. Readers, Role.Device],
        [Method<ArtifactService.ArtifactServiceBase>(nameof(ArtifactService.ArtifactServiceBase.DownloadArtifact))] = [.. Readers, Role.Device],
        [Method<ArchitectureService.ArchitectureServiceBase>(nameof(ArchitectureService.ArchitectureServiceBase.GetArchitecture))] = Readers,
        [Method<ArchitectureService.ArchitectureServiceBase>(nameof(ArchitectureService.ArchitectureServiceBase.ListSearchSpaces))] = Readers,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.UploadFile))] = Submitters,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.GetUpload))] = Submitters,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.CreateModel))] = Submitters,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.GetModel))] = Readers,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.ListModels))] = Readers,
        [Method<ModelService.ModelServiceBase>(nameof(ModelService.ModelServiceBase.DeleteModel))] = Submitters,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.CreateCampaign))] = Submitters,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.StartCampaign))] = Submitters,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.GetCampaign))] = Readers,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.ListCampaigns))] = Readers,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.WatchCampaign))] = Readers,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.CancelCampaign))] = Submitters,
        [Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.ResumeCampaign))] = Submitters,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.GetMeasurement))] = Readers,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ListMeasurements))] = Readers,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ImportMeasurements))] = Submitters,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ExportMeasurements))] = Readers,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ListLabelledTargets))] = Readers,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ReadMeasurementPoints))] = Readers,
        [Method<MeasurementService.MeasurementServiceBase>(nameof(MeasurementService.MeasurementServiceBase.ListArchitectureLatencies))] = Readers,
        [Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.CreateSnapshot))] = Submitters,
        [Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.GetSnapshot))] = Readers,
        [Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.ListSnapshots))] = Readers,
        [Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.DownloadSnapshotFile))] = Readers,
        [Method<SnapshotService.SnapshotServiceBase>(nameof(SnapshotService.SnapshotServiceBase.DiffSnapshots))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.TrainPredictor))] = Submitters,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.GetPredictor))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.ListPredictors))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.WatchPredictor))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.CancelPredictor))] = Submitters,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.EvaluatePredictor))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.PromotePredictor))] = Submitters,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.DeletePredictor))] = Submitters,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.ChooseMeasurements))] = Submitters,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.Predict))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.PredictSpace))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.PredictStream))] = Readers,
        [Method<PredictorService.PredictorServiceBase>(nameof(PredictorService.PredictorServiceBase.DownloadPredictorFile))] = Readers,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.CreateSearch))] = Submitters,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.GetSearch))] = Readers,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.ListSearches))] = Readers,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.WatchSearch))] = Readers,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.CancelSearch))] = Submitters,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.SuggestArchitectures))] = Submitters,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.ReportAccuracies))] = Submitters,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.ProveWinners))] = Submitters,
        [Method<SearchService.SearchServiceBase>(nameof(SearchService.SearchServiceBase.GetSearchReport))] = Readers,
        [Mcp] = Readers,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Everyone,
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Everyone,
    }.ToFrozenDictionary();

    /// <summary>Methods that need no token: health, and enrolment, whose token stands in its request.</summary>
    private static readonly FrozenSet<string> Open = new[]
    {
        Method<DeviceService.DeviceServiceBase>(nameof(DeviceService.DeviceServiceBase.EnrolDevice)),
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
        "/grpc.health.v1.Health/List",
    }.ToFrozenSet();

    /// <summary>Determines whether the method needs no token.</summary>
    public static bool IsOpen(string method) => Open.Contains(method);

    /// <summary>Determines whether a role may call the method.</summary>
    public static bool Allows(string method, Role role) => Rows.TryGetValue(method, out var roles) && roles.Contains(role);

    /// <summary>Determines whether the table knows the method at all.</summary>
    public static bool Lists(string method) => IsOpen(method) || Rows.ContainsKey(method);

    /// <summary>Returns the name of a method as the table has it.</summary>
    /// <typeparam name="TService">The base class of its service.</typeparam>
    /// <param name="name">Its name.</param>
    public static string Method<TService>(string name) => $"/latbench.v1.{typeof(TService).DeclaringType!.Name}/{name}";
}
