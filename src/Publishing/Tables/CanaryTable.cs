using LatBench.Measurements;
using Canary = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.CanaryRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The history of the canary: what a fixed reference model took beside the blocks, and what that says of the machine.</summary>
internal static class CanaryTable
{
    public static Table<CanaryRow> Instance { get; } = new("canary", true, "One reading of the canary, the fixed reference model beside the blocks.",
    [
        Canary.Text("target", row => row.Target, "The target."),
        Canary.Time("read_at", row => row.Reading.Time, "When it was read, by the device's clock: the start of the pass beside it."),
        Canary.Real("canary_ms", row => row.Reading.Latency.Milliseconds, "Median of the consecutive inferences of the reading, brought to the reference clock.", "ms"),
        Canary.OptionalReal("level_ms", row => row.Level?.Milliseconds, "10th percentile of the readings of the same minute: what the machine could do then; null where there are too few.", "ms"),
        Canary.OptionalText("state", row => row.State?.ToString().ToLowerInvariant(), "fast, or slow where the reading is more than 5 % above the quiet level of the target; null where too few readings tell."),
    ]);
}

/// <summary>One reading, and what the history of its target says of it.</summary>
internal sealed record CanaryRow(string Target, CanaryReading Reading, Latency? Level, CanaryState? State);
