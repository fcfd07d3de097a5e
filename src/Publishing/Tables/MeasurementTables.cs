using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Measurements;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.MeasurementRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The three tables with one row an architecture and target: valid, suspect and failed measurements.</summary>
internal static class MeasurementTables
{
    private static readonly Column<MeasurementRow>[] Identity =
    [
        Column.Text("arch_str", row => row.ArchStr, "The architecture as a text of its search space; of nas-bench-201 an arch string."),
        Column.Text("arch_code", row => row.ArchCode, "A short name of the architecture, unique in its space; of nas-bench-201 six digits, one an edge: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3."),
        Column.Text("effective_cell", row => row.Measurement.Model.CanonicalArchitecture, "The canonical form of the architecture; of nas-bench-201 the architecture without the edges that are on no path from input to output."),
        Column.Text("dataset", row => row.Measurement.Model.Configuration.Input, "Input and classes, one of the inputs of the search space, for example cifar10, cifar100 or imagenet16-120."),
        Column.Int32("batch", row => row.Measurement.Model.Configuration.Batch, "Images an inference."),
        Column.Text("precision", row => row.Measurement.Model.Configuration.Precision.Name(), "Number format of weights and activations: fp32, fp16 or int8."),
        Column.Text("graph_variant", row => row.Measurement.Model.Configuration.GraphVariant.Name(), "pruned: the network of the canonical form only; literal: every edge, as a framework exports it."),
        Column.Text("target", row => row.Measurement.Target, "What the latency belongs to: device/runtime/execution provider/threads; see table targets."),
    ];

    private static readonly Column<MeasurementRow>[] Space =
    [
        Column.Text("search_space", row => row.SearchSpace, "The search space that the architecture is a text of, for example nas-bench-201."),
    ];

    private static readonly Column<MeasurementRow>[] Figures =
    [
        Milliseconds("latency_ms", row => row.Summary.Latency, "Quiet latency: the 5th percentile of the quiet samples of table samples, each multiplied by its clock_correction."),
        Milliseconds("ci95_low_ms", row => row.Summary.Ci95Low, "Lower end of the 95 % interval of latency_ms, from a bootstrap over passes."),
        Milliseconds("ci95_high_ms", row => row.Summary.Ci95High, "Upper end of the 95 % interval of latency_ms."),
        Milliseconds("median_ms", row => row.Summary.Median, "Median of all samples."),
        Milliseconds("mean_ms", row => row.Summary.Mean, "Mean of all samples."),
        Milliseconds("min_ms", row => row.Summary.Min, "Least sample."),
        Column.OptionalReal("p90_ms", row => row.Summary.P90?.Milliseconds, "90th percentile; null below 64 samples.", "ms"),
        Column.OptionalReal("p99_ms", row => row.Summary.P99?.Milliseconds, "99th percentile; null below 662 samples.", "ms"),
        Milliseconds("iqr_mean_ms", row => row.Summary.IqrMean, "Mean of the samples between the quartiles, the figure that eagle (BRP-NAS) published."),
        Column.Real("contention", row => row.Summary.Contention, "median_ms over latency_ms, minus one: 0 on a machine that nothing else uses.", "ratio"),
        Column.Int32("samples", row => row.Summary.Samples, "Inferences the figures rest on."),
        Column.Int32("passes", row => row.Summary.Passes, "The number of passes that the samples come from."),
        Column.OptionalText("stop_reason", StopReasonOf, "Why no further pass was made: error_target_met, pass_limit, cancelled, device_absent or device_removed."),
        Column.Text("verdict", VerdictOf, "valid, suspect or failed."),
    ];

    private static readonly Column<MeasurementRow>[] Provenance =
    [
        Column.Text("model_sha256", row => row.Measurement.Model.Sha256, "Identity of the model: SHA-256 of its ONNX graph. Rows with the same value share one measurement."),
        Column.Text("measured_arch", row => row.Measurement.Model.Architecture, "The architecture whose graph was exported and measured for this row."),
    ];

    private static readonly Column<MeasurementRow>[] Costs =
    [
        Milliseconds("session_creation_ms", row => row.Summary.SessionCreation, "Median time to create the session."),
        Column.OptionalInt64("peak_memory_bytes", row => row.Summary.PeakMemoryBytes, "Largest resident memory of the process that ran the model; null where unknown.", "bytes"),
        Column.OptionalTime("measured_at", row => row.Measurement.MeasuredAt, "When the last counted pass ended."),
    ];

    /// <summary>Columns that tell one row of a target from another, in the order in which rows are sorted.</summary>
    public static readonly string[] Key = ["arch_str", "dataset", "batch", "precision", "graph_variant", "model_sha256"];

    public static Table<MeasurementRow> Latency { get; } = new(
        "latency", true, "One architecture on one target: the measurements that can be relied on.",
        [.. Identity, .. Figures, .. Provenance, .. Costs, .. Space]);

    public static Table<MeasurementRow> Suspect { get; } = new(
        "suspect", true, "One architecture on one target: measurements that something speaks against.",
        [.. Identity, .. Figures, .. Provenance, .. Costs, Column.Text("suspicions", row => string.Join("; ", row.Measurement.Suspicions), "What speaks against it; several are separated by '; '."), .. Space]);

    public static Table<MeasurementRow> Failures { get; } = new(
        "failures", true, "One architecture on one target: models that could not be measured.",
        [
            .. Identity,
            Column.Text("verdict", VerdictOf, "failed."),
            Column.OptionalText("failure_reason", row => row.Measurement.FailureReason is { } reason ? Names.Of(reason) : null, "Why, in one word, for example runner_crashed or timed_out."),
            Column.OptionalText("failure_message", row => row.Measurement.FailureMessage, "Why, in a sentence."),
            .. Provenance,
            Column.OptionalTime("measured_at", row => row.Measurement.MeasuredAt, "When the last counted pass ended; null where none did."),
            .. Space,
        ]);

    private static Column<MeasurementRow> Milliseconds(string name, Func<MeasurementRow, Latency> value, string description) =>
        Column.Real(name, row => value(row).Milliseconds, description, "ms");

    private static string? StopReasonOf(MeasurementRow row) => row.Measurement.StopReason is { } reason ? Names.Of(reason) : null;

    private static string VerdictOf(MeasurementRow row) => Names.Of(row.Measurement.Verdict!.Value);
}

/// <summary>A measurement as one of the architectures that share its model.</summary>
internal readonly record struct MeasurementRow(string ArchStr, string ArchCode, Measurement Measurement) : IComparable<MeasurementRow>
{
    public string SearchSpace => Measurement.Model.SearchSpace;

    public Architecture Architecture => new(SearchSpace, ArchStr);

    /// <summary>The figures, which a valid or suspect measurement always has.</summary>
    public LatencySummary Summary => Measurement.Summary
        ?? throw new InvalidDataException($"Measurement {Measurement.Id} has the verdict {Measurement.Verdict} but no figures.");

    /// <summary>The order of the files: by <see cref="MeasurementTables.Key"/>.</summary>
    public int CompareTo(MeasurementRow other)
    {
        var (left, right) = (Measurement.Model.Configuration, other.Measurement.Model.Configuration);
        int[] orders =
        [
            string.CompareOrdinal(ArchStr, other.ArchStr),
            string.CompareOrdinal(left.Input, right.Input),
            left.Batch.CompareTo(right.Batch),
            string.CompareOrdinal(left.Precision.Name(), right.Precision.Name()),
            string.CompareOrdinal(left.GraphVariant.Name(), right.GraphVariant.Name()),
            string.CompareOrdinal(Measurement.Model.Sha256, other.Measurement.Model.Sha256),
        ];
        return Array.Find(orders, order => order != 0);
    }
}
