using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Counts of one campaign.</summary>
internal static class SqlCampaignProgress
{
    public static async Task<CampaignProgress> RunAsync(SqlSession session, long campaignId)
    {
        var maxRelativeError = await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false) is { } campaign
            ? campaign.Protocol.MaxRelativeError
            : 0;
        var architectures = (await session.FindAsync<ArchitectureCounts>(
            """
            SELECT COUNT(DISTINCT architecture) AS Selected, COUNT(DISTINCT CASE WHEN model_sha256 IS NULL THEN architecture END) AS Unmeasurable
            FROM campaign_architectures WHERE campaign_id = @campaignId
            """,
            new { campaignId }).ConfigureAwait(false))!;
        var measurements = (await session.FindAsync<MeasurementCounts>(MeasurementSql, new { campaignId, maxRelativeError }).ConfigureAwait(false))!;
        var jobs = (await session.FindAsync<JobCounts>(
            $"""
            SELECT COUNT(CASE WHEN kind = {JobKind.Timed:D} AND state = {JobState.Done:D} THEN 1 END) AS Done,
                   COUNT(CASE WHEN kind = {JobKind.Timed:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN 1 END) AS Opened,
                   COUNT(CASE WHEN kind = {JobKind.Profile:D} AND state = {JobState.Done:D} THEN 1 END) AS ProfilesDone,
                   COUNT(CASE WHEN kind = {JobKind.Profile:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN 1 END) AS ProfilesOpen,
                   COUNT(CASE WHEN kind = {JobKind.Profile:D} AND state = {JobState.Failed:D} THEN 1 END) AS ProfilesFailed
            FROM jobs WHERE campaign_id = @campaignId
            """,
            new { campaignId }).ConfigureAwait(false))!;
        return new CampaignProgress
        {
            Architectures = architectures.Selected,
            Unmeasurable = architectures.Unmeasurable,
            Models = measurements.Models,
            Measurements = measurements.Measurements,
            Pending = measurements.Pending,
            Valid = measurements.Valid,
            Suspect = measurements.Suspect,
            Failed = measurements.Failed,
            Cancelled = measurements.Cancelled,
            Reused = measurements.Reused,
            WithinTarget = measurements.WithinTarget,
            JobsDone = jobs.Done,
            JobsOpen = jobs.Opened,
            ProfilesDone = jobs.ProfilesDone,
            ProfilesOpen = jobs.ProfilesOpen,
            ProfilesFailed = jobs.ProfilesFailed,
            PassesDone = measurements.PassesDone,
            Samples = measurements.Samples,
            InferenceTime = TimeSpan.FromTicks(measurements.InferenceNs / TimeSpan.NanosecondsPerTick),
            MedianLatency = await MedianAsync(session, campaignId, measurements.Estimated).ConfigureAwait(false),
        };
    }

    private const string MeasurementSql = $"""
        SELECT COUNT(DISTINCT model_sha256) AS Models,
               COUNT(*) AS Measurements,
               COUNT(CASE WHEN {SqlCampaignQueries.Pending} THEN 1 END) AS Pending,
               COUNT(CASE WHEN verdict = 1 THEN 1 END) AS Valid,
               COUNT(CASE WHEN verdict = 2 THEN 1 END) AS Suspect,
               COUNT(CASE WHEN verdict = 3 THEN 1 END) AS Failed,
               COUNT(CASE WHEN verdict = 4 THEN 1 END) AS Cancelled,
               COUNT(reused_from) AS Reused,
               COUNT(CASE WHEN verdict IN (1, 2) AND ci95_high_ns - ci95_low_ns <= 2 * @maxRelativeError * quiet_ns THEN 1 END) AS WithinTarget,
               COUNT(quiet_ns) AS Estimated,
               COALESCE(MIN(CASE WHEN {SqlCampaignQueries.Pending} THEN passes_counted END), 0) AS PassesDone,
               CAST(COALESCE(SUM(samples_taken), 0) AS BIGINT) AS Samples,
               CAST(COALESCE(SUM(inference_ns), 0) AS BIGINT) AS InferenceNs
        FROM measurements WHERE campaign_id = @campaignId
        """;

    private static async Task<Latency?> MedianAsync(SqlSession session, long campaignId, int count)
    {
        if (count == 0)
            return null;
        var middle = await session.QueryAsync<double>(
            """
            SELECT quiet_ns FROM measurements WHERE campaign_id = @campaignId AND quiet_ns IS NOT NULL
            ORDER BY quiet_ns LIMIT @take OFFSET @skip
            """,
            new { campaignId, take = 2 - (count % 2), skip = (count - 1) / 2 }).ConfigureAwait(false);
        return Latency.FromNanoseconds(middle.Average());
    }

    private sealed class ArchitectureCounts
    {
        public int Selected { get; init; }

        public int Unmeasurable { get; init; }
    }

    private sealed class JobCounts
    {
        public int Done { get; init; }

        public int Opened { get; init; }

        public int ProfilesDone { get; init; }

        public int ProfilesOpen { get; init; }

        public int ProfilesFailed { get; init; }
    }

    private sealed class MeasurementCounts
    {
        public int Models { get; init; }

        public int Measurements { get; init; }

        public int Pending { get; init; }

        public int Valid { get; init; }

        public int Suspect { get; init; }

        public int Failed { get; init; }

        public int Cancelled { get; init; }

        public int Reused { get; init; }

        public int WithinTarget { get; init; }

        public int Estimated { get; init; }

        public int PassesDone { get; init; }

        public long Samples { get; init; }

        public long InferenceNs { get; init; }
    }
}

/// <summary>The standing of the open jobs of a campaign on its devices.</summary>
internal static class SqlCampaignDevices
{
    public static async Task<IReadOnlyList<CampaignDevice>> RunAsync(SqlDatabase database, SqlSession session, long campaignId, DateTimeOffset now)
    {
        if (await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false) is not { State: CampaignState.Running } campaign)
            return [];
        var rows = await session.QueryAsync<DeviceRow>(
            $"{DeviceRow.Select} WHERE id IN (SELECT device_id FROM targets WHERE slug {database.In("targets")}) ORDER BY id",
            new { targets = campaign.Targets.ToArray() }).ConfigureAwait(false);
        var standings = new List<CampaignDevice>();
        foreach (var device in await SqlDeviceQueries.WithTargetsAsync(database, session, rows).ConfigureAwait(false))
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
