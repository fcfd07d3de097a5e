using LatBench.Measurements;
using LatBench.Storage.Measurements;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.RepeatRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The table that holds two campaigns' figures of the same models side by side: how well the numbers repeat.</summary>
internal static class RepeatTable
{
    public static Table<RepeatRow> Instance { get; } = new("repeats", true, "One model on one target, measured once more by another campaign.",
    [
        Column.Text("model_sha256", row => row.First.Model.Sha256, "The model; join with the same column of table latency."),
        Column.Text("measured_arch", row => row.First.Model.Architecture, "The architecture whose graph was exported and measured."),
        Column.Text("target", row => row.First.Target, "The target."),
        Milliseconds("latency_ms", row => row.Summary.Latency, "Quiet latency, as in table latency or suspect."),
        Milliseconds("ci95_low_ms", row => row.Summary.Ci95Low, "Lower end of its 95 % interval."),
        Milliseconds("ci95_high_ms", row => row.Summary.Ci95High, "Upper end of its 95 % interval."),
        Column.Real("contention", row => row.Summary.Contention, "median over quiet latency, minus one.", "ratio"),
        Column.Text("verdict", row => Names.Of(row.First.Verdict!.Value), "valid or suspect."),
        Milliseconds("repeat_latency_ms", row => row.Repeat.Latency, "Quiet latency of the other campaign."),
        Milliseconds("repeat_ci95_low_ms", row => row.Repeat.Ci95Low, "Lower end of its 95 % interval."),
        Milliseconds("repeat_ci95_high_ms", row => row.Repeat.Ci95High, "Upper end of its 95 % interval."),
        Column.Real("repeat_contention", row => row.Repeat.Contention, "median over quiet latency, minus one, in the other campaign.", "ratio"),
        Column.Text("repeat_verdict", row => Names.Of(row.Second.Verdict!.Value), "valid or suspect, in the other campaign."),
        Column.OptionalTime("repeat_measured_at", row => row.Second.MeasuredAt, "When the last counted pass of the other campaign ended."),
        Column.Text("search_space", row => row.First.Model.SearchSpace, "The search space that measured_arch is a text of."),
    ]);

    private static Column<RepeatRow> Milliseconds(string name, Func<RepeatRow, Latency> value, string description) =>
        Column.Real(name, row => value(row).Milliseconds, description, "ms");
}

/// <summary>Two measurements of one model on one target, both with figures.</summary>
internal sealed record RepeatRow(Measurement First, Measurement Second)
{
    public LatencySummary Summary => First.Summary!;

    public LatencySummary Repeat => Second.Summary!;

    public bool BothValid => First.Verdict == Verdict.Valid && Second.Verdict == Verdict.Valid;

    /// <summary>Distance of the second quiet latency from the first, relative to the first.</summary>
    public double RelativeDifference => (Repeat.Latency / Summary.Latency) - 1;

    /// <summary>Gets a value indicating whether the interval of the first holds the estimate of the second.</summary>
    public bool Covers => Repeat.Latency >= Summary.Ci95Low && Repeat.Latency <= Summary.Ci95High;
}
