using LatBench.Measurements;

namespace LatBench.Storage.Sql;

/// <summary>Writes the latest estimate of a measurement.</summary>
internal static class MeasurementEstimate
{
    public static Task StoreAsync(SqlSession session, long measurementId, LatencySummary summary, IReadOnlyList<PassResult> passes) =>
        session.ExecuteAsync(
            """
            UPDATE measurements SET
                passes_counted = @PassesCounted, measured_at = @MeasuredAt, quiet_ns = @Quiet, ci95_low_ns = @Ci95Low,
                ci95_high_ns = @Ci95High, median_ns = @Median, mean_ns = @Mean, min_ns = @Min, p90_ns = @P90, p99_ns = @P99,
                iqr_mean_ns = @IqrMean, session_creation_ns = @SessionCreation, samples = @Samples, passes = @Passes,
                peak_memory_bytes = @PeakMemoryBytes
            WHERE id = @measurementId
            """,
            new
            {
                measurementId,
                PassesCounted = passes.Count,
                MeasuredAt = StoredTime.From(passes.Max(pass => pass.EndTime)),
                Quiet = summary.Quiet.Nanoseconds,
                Ci95Low = summary.Ci95Low.Nanoseconds,
                Ci95High = summary.Ci95High.Nanoseconds,
                Median = summary.Median.Nanoseconds,
                Mean = summary.Mean.Nanoseconds,
                Min = summary.Min.Nanoseconds,
                P90 = summary.P90?.Nanoseconds,
                P99 = summary.P99?.Nanoseconds,
                IqrMean = summary.IqrMean.Nanoseconds,
                SessionCreation = summary.SessionCreation.Nanoseconds,
                summary.Samples,
                summary.Passes,
                summary.PeakMemoryBytes,
            });
}
