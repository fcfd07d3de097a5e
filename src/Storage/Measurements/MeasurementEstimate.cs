using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>The latest estimate of a measurement with what its new passes add to its counts, and why it stops there; null where it goes on.</summary>
internal sealed record MeasurementEstimate(long MeasurementId, AddedSamples Added, LatencySummary Summary, IReadOnlyList<PassResult> Passes, StopReason? Stop)
{
    private static readonly IReadOnlyList<BulkColumn<MeasurementEstimate>> Columns =
    [
        BulkColumn<MeasurementEstimate>.Number("id", row => row.MeasurementId),
        BulkColumn<MeasurementEstimate>.Number("taken", row => row.Added.Samples),
        BulkColumn<MeasurementEstimate>.Number("spent", row => row.Added.InferenceNs),
        BulkColumn<MeasurementEstimate>.Number("counted", row => row.Passes.Count),
        BulkColumn<MeasurementEstimate>.Number("measured", row => StoredTime.From(row.Passes.Max(pass => pass.EndTime))),
        BulkColumn<MeasurementEstimate>.Fraction("quiet", row => row.Summary.Quiet.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("low", row => row.Summary.Ci95Low.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("high", row => row.Summary.Ci95High.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("median", row => row.Summary.Median.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("mean", row => row.Summary.Mean.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("min", row => row.Summary.Min.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("p90", row => row.Summary.P90?.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("p99", row => row.Summary.P99?.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("iqr", row => row.Summary.IqrMean.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("session", row => row.Summary.SessionCreation.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Number("samples", row => row.Summary.Samples),
        BulkColumn<MeasurementEstimate>.Number("passes", row => row.Summary.Passes),
        BulkColumn<MeasurementEstimate>.Number("memory", row => row.Summary.PeakMemoryBytes),
        BulkColumn<MeasurementEstimate>.Number("stop", row => (long?)row.Stop),
        BulkColumn<MeasurementEstimate>.Number("verdict", row => row.Stop is null ? null : (long)Verdict.Valid),
    ];

    /// <summary>Writes estimates, and the verdicts of those that have stopped.</summary>
    public static Task StoreAsync(SqlDatabase database, SqlSession session, IReadOnlyList<MeasurementEstimate> estimates) =>
        database.UpdateManyAsync(
            session,
            "measurements",
            """
            samples_taken = samples_taken + $taken, inference_ns = inference_ns + $spent, passes_counted = $counted, measured_at = $measured, quiet_ns = $quiet, ci95_low_ns = $low, ci95_high_ns = $high, median_ns = $median,
            mean_ns = $mean, min_ns = $min, p90_ns = $p90, p99_ns = $p99, iqr_mean_ns = $iqr, session_creation_ns = $session, samples = $samples,
            passes = $passes, peak_memory_bytes = $memory, stop_reason = COALESCE($stop, stop_reason), verdict = COALESCE($verdict, verdict)
            """,
            "id = $id",
            Columns,
            estimates);
}
