using LatBench.Coordinator.Measurements;
using LatBench.Storage;
using LatBench.Storage.Campaigns;

namespace LatBench.Coordinator.Campaigns;

/// <summary>
/// Ends campaigns, in the same transaction that takes the last open work from them. Before a campaign succeeds its canary is reviewed: what has drifted
/// is measured once more, and what stays so becomes suspect.
/// </summary>
internal sealed class CampaignEnding(IStore store, TimeProvider time)
{
    /// <summary>Makes a change in one transaction, and ends the campaigns that it leaves without open work.</summary>
    public Task<T> WriteAsync<T>(Func<IStoreTransaction, Task<T>> change, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async transaction =>
            {
                var result = await change(transaction);
                foreach (var campaignId in transaction.CampaignsToReview)
                    await ReviewAsync(transaction, campaignId);
                return result;
            },
            cancellationToken);

    /// <summary>Cancels a campaign, unless it has ended. Null where there is none.</summary>
    public Task<Campaign?> CancelAsync(long campaignId, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async transaction =>
            {
                var cancellation = await transaction.CancelCampaignAsync(campaignId, time.GetUtcNow());
                if (cancellation is { HasEndedNow: true })
                {
                    var review = DriftReview.Of(await transaction.ListPassesAsync(campaignId), canRemeasure: false);
                    await transaction.MarkSuspectAsync(review.Suspect, DriftReview.Suspicion);
                }

                return cancellation?.Campaign;
            },
            cancellationToken);

    /// <summary>Takes up a cancelled campaign; one with nothing left to measure ends at once.</summary>
    public Task<CampaignResumption> ResumeAsync(long campaignId, string? requestId, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async transaction =>
            {
                var resumption = await transaction.ResumeCampaignAsync(campaignId, requestId, time.GetUtcNow());
                if (transaction.CampaignsToReview.Count == 0)
                    return resumption;
                await ReviewAsync(transaction, campaignId);
                return resumption with { Campaign = await transaction.FindCampaignAsync(campaignId) };
            },
            cancellationToken);

    private async Task ReviewAsync(IStoreTransaction transaction, long campaignId)
    {
        if (await transaction.LockFinishedCampaignAsync(campaignId) is not { } protocol)
            return;
        var review = DriftReview.Of(await transaction.ListPassesAsync(campaignId), canRemeasure: true);
        await transaction.MarkSuspectAsync(review.Suspect, DriftReview.Suspicion);
        if (review.Remeasure.Count > 0)
            await transaction.RemeasureAsync(campaignId, protocol, review.Remeasure, time.GetUtcNow());
        else
            await transaction.EndCampaignAsync(campaignId, time.GetUtcNow());
    }
}
