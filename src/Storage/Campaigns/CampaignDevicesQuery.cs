using LatBench.Storage.Devices;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>The standing of the open jobs of a campaign on its devices.</summary>
internal static class CampaignDevicesQuery
{
    public static async Task<IReadOnlyList<CampaignDevice>> RunAsync(SqlDatabase database, SqlSession session, long campaignId, DateTimeOffset now)
    {
        if (await CampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false) is not { State: CampaignState.Running } campaign)
            return [];
        var rows = await session.QueryAsync<DeviceRow>(
            $"{DeviceRow.Select} WHERE id IN (SELECT device_id FROM targets WHERE slug {database.In("targets")}) ORDER BY id",
            new { targets = campaign.Targets.ToArray() }).ConfigureAwait(false);
        var standings = new List<CampaignDevice>();
        foreach (var device in await DeviceQueries.WithTargetsAsync(database, session, rows).ConfigureAwait(false))
        {
            var jobs = (await session.FindAsync<Counts>(Sql, new { campaignId, deviceId = device.Id, now = StoredTime.From(now) }).ConfigureAwait(false))!;
            if (jobs.Queued + jobs.Leased == 0)
                continue;
            standings.Add(new CampaignDevice
            {
                Device = device,
                Queued = jobs.Queued,
                Leased = jobs.Leased,
                NextDueAt = StoredTime.ToTime(jobs.NextDueAt),
                JobsAhead = jobs.QueuedAhead + jobs.LeasedAhead,
                CampaignsAhead = jobs.CampaignsAhead,
                IsBehind = jobs.LeasedAhead > 0 || jobs.IsDueAhead,
            });
        }

        return standings;
    }

    // Each count has an index of its own: of the queued jobs of a device by campaign, and of all leased jobs, which are few.
    private const string Sql = """
        SELECT (SELECT COUNT(*) FROM jobs WHERE device_id = @deviceId AND campaign_id = @campaignId AND state = 1) AS Queued,
               (SELECT MIN(not_before) FROM jobs WHERE device_id = @deviceId AND campaign_id = @campaignId AND state = 1) AS NextDueAt,
               (SELECT COUNT(*) FROM jobs WHERE device_id = @deviceId AND campaign_id = @campaignId AND state = 2 AND lease_expires_at > @now) AS Leased,
               (SELECT COUNT(*) FROM jobs WHERE device_id = @deviceId AND campaign_id < @campaignId AND state = 1) AS QueuedAhead,
               (SELECT COUNT(*) FROM jobs WHERE device_id = @deviceId AND campaign_id < @campaignId AND state = 2 AND lease_expires_at > @now) AS LeasedAhead,
               EXISTS (SELECT 1 FROM jobs WHERE device_id = @deviceId AND campaign_id < @campaignId AND state = 1 AND not_before <= @now) AS IsDueAhead,
               (SELECT COUNT(*) FROM (
                    SELECT campaign_id FROM jobs WHERE device_id = @deviceId AND campaign_id < @campaignId AND state = 1
                    UNION SELECT campaign_id FROM jobs WHERE device_id = @deviceId AND campaign_id < @campaignId AND state = 2 AND lease_expires_at > @now) AS ahead) AS CampaignsAhead
        """;

    private sealed class Counts
    {
        public int Queued { get; init; }

        public long? NextDueAt { get; init; }

        public int Leased { get; init; }

        public int QueuedAhead { get; init; }

        public int LeasedAhead { get; init; }

        public bool IsDueAhead { get; init; }

        public int CampaignsAhead { get; init; }
    }
}
