using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Takes over finished measurements instead of measuring again.</summary>
internal static class MeasurementReuse
{
    /// <summary>
    /// Copies the newest valid original of the same model and target, its figures but not its counts: they belong to the other campaign.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="campaignId">The campaign that takes over.</param>
    /// <param name="onlyCancelled">Only for its cancelled measurements, and only from measurements begun after them.</param>
    public static Task<int> RunAsync(SqlSession session, long campaignId, bool onlyCancelled = false)
    {
        var (which, whose) = onlyCancelled ? ($"AND measurements.verdict = {Verdict.Cancelled:D}", "AND m.id > measurements.id") : ("", "");
        return session.ExecuteAsync(
            $"""
            UPDATE measurements SET
                reused_from = original.id, verdict = original.verdict, stop_reason = original.stop_reason,
                suspicions = original.suspicions, measured_at = original.measured_at, quiet_ns = original.quiet_ns,
                ci95_low_ns = original.ci95_low_ns, ci95_high_ns = original.ci95_high_ns, median_ns = original.median_ns,
                mean_ns = original.mean_ns, min_ns = original.min_ns, p90_ns = original.p90_ns, p99_ns = original.p99_ns,
                iqr_mean_ns = original.iqr_mean_ns, session_creation_ns = original.session_creation_ns,
                samples = original.samples, passes = original.passes, peak_memory_bytes = original.peak_memory_bytes
            FROM measurements AS original
            WHERE measurements.campaign_id = @campaignId {which}
              AND original.id = (
                SELECT MAX(m.id) FROM measurements AS m
                WHERE m.target = measurements.target AND m.model_sha256 = measurements.model_sha256
                  AND m.verdict = {Verdict.Valid:D} AND m.reused_from IS NULL {whose})
            """,
            new { campaignId });
    }
}
