using System.Globalization;
using LatBench.Cli.Comparisons;
using LatBench.Cli.Rendering;
using LatBench.Measurements;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The result of a gate in words, as all of its reports have them.</summary>
internal static class GateText
{
    /// <summary>Returns the result as one word: failed, passed, or undecided where a model could not be judged.</summary>
    public static string Result(GateResult result) => result.Fails ? "failed" : result.IsDecided ? "passed" : "undecided";

    /// <summary>Returns the result in one sentence.</summary>
    public static string Summary(GateResult result)
    {
        var judged = result.Decisions.Count(decision => decision.Outcome != GateOutcome.New);
        var (slower, open) = (result.Count(GateOutcome.Slower), result.Count(GateOutcome.CannotTell) + result.Count(GateOutcome.Missing));
        var allowed = Figures.Percent(result.Options.Allow);
        if (slower > 0)
            return $"The gate failed: {Figures.Count(slower)} of {Figures.Count(judged, "model")} {(slower == 1 ? "is" : "are")} slower by more than {allowed}.";
        if (open == 0)
            return $"The gate passed: none of {Figures.Count(judged, "model")} is slower by more than {allowed}.";
        return result.Fails
            ? $"The gate failed, because it is strict: {Figures.Count(open)} of {Figures.Count(judged, "model")} could not be judged."
            : $"The gate passed, but {Figures.Count(open)} of {Figures.Count(judged, "model")} could not be judged; --strict fails then.";
    }

    /// <summary>Returns what is to be known beside the decisions, a sentence each.</summary>
    public static IEnumerable<string> Notes(GateResult result)
    {
        var differences = string.Join("; ", result.MachineDifferences);
        if (result.MeasuredAgain > 0)
            yield return $"{(differences.Length > 0 ? $"This machine is another one than that of the baseline ({differences}), so " : "")}{Figures.Count(result.MeasuredAgain, "model")} of the baseline {(result.MeasuredAgain == 1 ? "was" : "were")} measured again, in the same passes.";
        else if (result.MachineDifferences.Count > 0)
            yield return $"This machine is another one than that of the baseline, so nothing was judged: {differences}. Write a baseline on it with --write-baseline, or give the files of the baseline with --baseline-models.";
        // What the machine did meanwhile matters only where the two were not measured in the same passes.
        if (result.Decisions.All(decision => decision.Comparison is null or { IsPaired: true }))
            yield break;
        if (result.Drift is { IsSeen: true } drift)
            yield return string.Create(CultureInfo.InvariantCulture, $"The machine itself is {Math.Abs(drift.Ratio.Value - 1) * 100:F1} % {(drift.Ratio.Value > 1 ? "slower" : "faster")} than at the baseline, as its canary shows: the intervals are widened by that.");
        if (result.Drift is null)
            yield return "The canary was read too seldom to say whether the machine itself changed since the baseline.";
    }

    /// <summary>Returns a decision as one word.</summary>
    public static string Outcome(GateOutcome outcome) => Words.Of(outcome);

    public static string Ratio(GateDecision decision) => decision.Comparison?.Ratio is { } ratio ? ComparisonReport.Ratio(ratio.Value) : Figures.None;

    public static string Interval(GateDecision decision) => decision.Comparison?.Ratio is { } ratio ? ComparisonReport.Interval(ratio) : Figures.None;

    public static string Time(Latency? latency) => latency is { } value ? Figures.Milliseconds(value.Milliseconds) : Figures.None;

    /// <summary>Returns the name of a model with its configuration.</summary>
    public static string Name(GateDecision decision) => Printable.OneLine($"{decision.Name} ({decision.Configuration})");

    /// <summary>Returns the reasons of the decisions, a sentence each: one that several models share once. Where the machine is another one, that is among the notes.</summary>
    public static IEnumerable<string> Reasons(GateResult result) =>
        result.Decisions
            .Where(decision => decision.Explanation.Length > 0 && (result.MachineDifferences.Count == 0 || result.MeasuredAgain > 0 || decision.Outcome != GateOutcome.CannotTell))
            .GroupBy(decision => (decision.Outcome, decision.Explanation))
            .OrderBy(group => group.Key.Outcome != GateOutcome.Slower)
            .Select(group => $"{(group.Count() == 1 ? Name(group.Single()) : $"{Figures.Count(group.Count())} models {Outcome(group.Key.Outcome)}")}: {group.Key.Explanation}");
}
