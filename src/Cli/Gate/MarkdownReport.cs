using System.Text;
using LatBench.Cli.Rendering;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The result of a gate as Markdown, for the summary of a build or a comment on a change.</summary>
internal static class MarkdownReport
{
    public static string Of(GateResult result, string target)
    {
        var text = new StringBuilder();
        text.Append("## LatBench gate: ").Append(GateText.Result(result)).Append("\n\n");
        text.Append(Escape(GateText.Summary(result))).Append(" Target `").Append(target).Append("`.\n\n");
        text.Append("| outcome | ratio | 95 % interval | baseline | now | file | model |\n|---|---:|---:|---:|---:|---|---|\n");
        foreach (var decision in result.Decisions)
        {
            string[] cells =
            [
                decision.Outcome == GateOutcome.Slower ? "**slower**" : GateText.Outcome(decision.Outcome),
                GateText.Ratio(decision),
                GateText.Interval(decision),
                GateText.Time(decision.Comparison?.First),
                GateText.Time(decision.Comparison?.Second),
                decision.IsChanged switch { true => "changed", false => "same", null => Figures.None },
                Escape(GateText.Name(decision)),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        string[] remarks = [.. GateText.Reasons(result), .. GateText.Notes(result)];
        if (remarks.Length > 0)
            text.Append('\n').AppendJoin('\n', remarks.Select(remark => $"- {Escape(Printable.OneLine(remark))}")).Append('\n');
        text.Append("\nA ratio is the latency now over that of the baseline.\n");
        return text.ToString();
    }

    /// <summary>Names of models are of users: nothing in them becomes markup.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '<') escaped.Append("&lt;");
            else if (c is '&') escaped.Append("&amp;");
            else if (c is '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '~' or '#' or '@' or '!') escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
