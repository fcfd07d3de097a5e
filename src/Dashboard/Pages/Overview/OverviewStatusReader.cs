using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Pages.Devices;

namespace LatBench.Dashboard.Pages.Overview;

/// <summary>Reads the content of the overview: one page of each list.</summary>
internal static class OverviewStatusReader
{
    /// <summary>The number of rows of each table.</summary>
    public const int MaxRows = 8;

    private const int Page = 100;
    private const int MaxConcerns = 12;
    private const double ManyFailures = 0.05;

    /// <summary>Reads the content.</summary>
    public static async Task<OverviewStatusData> ReadAsync(LatBenchApi api)
    {
        var devicesCall = api.Devices.ListDevicesAsync(new ListDevicesRequest { PageSize = 1000 });
        var campaignsCall = api.Campaigns.ListCampaignsAsync(new ListCampaignsRequest { PageSize = Page });
        var predictorsCall = api.Predictors.ListPredictorsAsync(new ListPredictorsRequest { PageSize = Page });
        var snapshotsCall = api.Snapshots.ListSnapshotsAsync(new ListSnapshotsRequest { PageSize = 1 });
        var devices = (await devicesCall).Devices.Where(device => device.State != DeviceState.Removed).ToList();
        var campaigns = (await campaignsCall).Campaigns;
        var predictors = (await predictorsCall).Predictors;
        var snapshots = (await snapshotsCall).Snapshots;

        return new OverviewStatusData
        {
            Devices = [.. devices.Take(MaxRows)],
            DeviceCount = devices.Count,
            DevicesAtWork = devices.Count(device => DeviceText.State(device).Kind == "good"),
            Running = [.. campaigns.Where(campaign => campaign.State == CampaignState.Running).Take(MaxRows)],
            Ended = [.. campaigns.Where(campaign => campaign.State != CampaignState.Running).Take(MaxRows)],
            Measured = campaigns.Sum(campaign => (long)campaign.Progress.Valid),
            PromotedPredictors = predictors.Count(predictor => predictor.Promoted),
            NewestSnapshot = snapshots.FirstOrDefault(),
            Concerns = [.. Find(devices, campaigns, predictors).Take(MaxConcerns)],
        };
    }

    /// <summary>Gets the title of a campaign: its display name, or else its resource name.</summary>
    public static string TitleOf(Campaign campaign) => campaign.DisplayName.Length > 0 ? campaign.DisplayName : campaign.Name;

    /// <summary>Gets the number of measurements that have a verdict.</summary>
    public static int Done(CampaignProgress progress) => progress.Measurements - progress.Pending;

    /// <summary>Gets the share of measurements that have a verdict, 0 to 1.</summary>
    public static double DoneShare(CampaignProgress progress) => progress.Measurements == 0 ? 0 : (double)Done(progress) / progress.Measurements;

    private static IEnumerable<Concern> Find(IReadOnlyList<Device> devices, IEnumerable<Campaign> campaigns, IEnumerable<Predictor> predictors)
    {
        foreach (var device in devices.Where(device => device.Waiting is { Explanation.Length: > 0 }).OrderByDescending(device => device.State == DeviceState.Quarantined))
        {
            var (text, kind) = DeviceText.State(device);
            yield return new Concern(kind, text, device.Name, "/" + device.Name, Sentence(device.Waiting));
        }

        foreach (var campaign in campaigns.Where(campaign => campaign.State == CampaignState.Running))
        {
            foreach (var waiting in campaign.Waiting.Where(waiting => waiting.Reason is not (WaitReason.Queued or WaitReason.Spread) && waiting.Explanation.Length > 0).Take(1))
                yield return new Concern("warn", "waiting", TitleOf(campaign), "/" + campaign.Name, Sentence(waiting));
            if (campaign.Progress.Failed > ManyFailures * campaign.Progress.Measurements)
                yield return new Concern("bad", "failures", TitleOf(campaign), "/" + campaign.Name, $"{campaign.Progress.Failed} of {campaign.Progress.Measurements} measurements failed.");
        }

        foreach (var predictor in predictors.Where(predictor => predictor.State == PredictorState.Failed).Take(3))
            yield return new Concern("bad", "training", predictor.Name, "/" + predictor.Name, predictor.FailureMessage);
    }

    private static string Sentence(Waiting waiting) => waiting.Remedy.Length > 0 ? $"{waiting.Explanation} {waiting.Remedy}" : waiting.Explanation;
}
