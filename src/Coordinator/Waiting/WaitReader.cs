using LatBench.Storage;

namespace LatBench.Coordinator.Waiting;

/// <summary>Reads why things wait: what the services answer, and what a dashboard shows.</summary>
internal sealed class WaitReader(IStore store, TimeProvider time)
{
    /// <summary>Explains why jobs of a campaign are not leased, one entry for each device on which no work goes on.</summary>
    public async Task<IReadOnlyList<Wait>> OfCampaignAsync(long campaignId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return CampaignWaits.Explain(await store.Campaigns.ListDevicesAsync(campaignId, now, cancellationToken), now);
    }

    /// <summary>Explains why the training of a predictor has not begun; null where it is not queued.</summary>
    public async Task<Wait?> OfTrainingAsync(long predictorId, CancellationToken cancellationToken) =>
        TrainingWaits.Explain(await store.Predictors.CountAheadAsync(predictorId, cancellationToken));
}
