using LatBench.Cli.Rendering;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The result of a gate on a terminal.</summary>
internal static class GateReport
{
    public static void Print(Terminal terminal, GateResult result)
    {
        terminal.Table(["OUTCOME", "RATIO", "95 % INTERVAL", "BASELINE", "NOW", "FILE", "CONFIGURATION", "MODEL"], result.Decisions.Select(Row));
        terminal.Line();
        foreach (var remark in GateText.Reasons(result).Concat(GateText.Notes(result)))
            terminal.Line(remark);
        terminal.Line(GateText.Summary(result));
    }

    private static string[] Row(GateDecision decision) =>
    [
        GateText.Outcome(decision.Outcome),
        GateText.Ratio(decision),
        GateText.Interval(decision),
        GateText.Time(decision.Comparison?.First),
        GateText.Time(decision.Comparison?.Second),
        decision.IsChanged switch { true => "changed", false => "same", null => Figures.None },
        decision.Configuration,
        decision.Name,
    ];
}
