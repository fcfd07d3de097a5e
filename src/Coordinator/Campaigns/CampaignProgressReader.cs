using System.Collections.Concurrent;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using Campaign = LatBench.Storage.Campaigns.Campaign;
using CampaignProgress = LatBench.Storage.Campaigns.CampaignProgress;

namespace LatBench.Coordinator.Campaigns;

/// <summary>
/// Reads the progress of campaigns for lists. Counting the measurements of a large campaign takes milliseconds, and open pages list campaigns once a second; what has ended no longer
/// changes, so it is counted once.
/// </summary>
internal sealed class CampaignProgressReader(IStore store)
{
    private const int MaxKept = 5_000;

    private readonly ConcurrentDictionary<(long Id, DateTimeOffset EndedAt), CampaignProgress> _ended = new();

    /// <summary>Reads the progress of a campaign.</summary>
    public async Task<CampaignProgress> ReadAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        // A campaign that is resumed ends again, at another time.
        if (campaign is not { State: not CampaignState.Running, EndedAt: { } endedAt })
            return await store.Campaigns.GetProgressAsync(campaign.Id, cancellationToken);
        if (_ended.TryGetValue((campaign.Id, endedAt), out var known))
            return known;
        var progress = await store.Campaigns.GetProgressAsync(campaign.Id, cancellationToken);
        if (_ended.Count >= MaxKept)
            _ended.Clear();
        _ended[(campaign.Id, endedAt)] = progress;
        return progress;
    }
}
