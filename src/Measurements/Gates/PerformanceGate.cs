using System.Globalization;
using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Gates;

/// <summary>
/// Holds a run against a baseline, model by model. A model is slower where the ratio lies above one plus what is allowed, and its one-sided 95 % bound above one. Where the model of the
/// baseline was measured again in the same passes, the two of one pass are compared, and what the machine did to both cancels. Otherwise the two runs
/// are separate: they must be of one machine, their clocks are brought to that of the baseline, the interval is never narrower than two runs on a shared machine differ, and where the canary
/// that both carry says that the machine itself changed, the interval holds the ratio both with that change and without it.
/// </summary>
public static class PerformanceGate
{
    /// <summary>Judges a run.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="run">What is held against it; with the numbers of its passes where models were measured again.</param>
    /// <param name="options">The settings.</param>
    /// <param name="again">
    /// The models of the baseline that were measured again, under their names there, in the same passes as those of the run and with their numbers; null for none. A model that is not
    /// among them is judged by the passes of the baseline.
    /// </param>
    public static GateResult Judge(GateRun baseline, GateRun run, GateOptions options, IReadOnlyList<GateModel>? again = null)
    {
        var differences = run.Machine.DifferencesFrom(baseline.Machine);
        var drift = differences.Count == 0 ? MachineDrift.Between(baseline.Passes, run.Passes, options.Seed) : null;
        var isHidden = MachineDrift.IsHidden(baseline.Passes, run.Passes);
        var measured = run.Models.ToDictionary(model => model.Key);
        var before = (again ?? []).Where(model => model.Passes.Count > 0).ToDictionary(model => model.Key);
        var known = baseline.Models.Select(model => model.Key).ToHashSet();
        return new GateResult
        {
            Options = options,
            MachineDifferences = differences,
            MeasuredAgain = before.Count,
            Drift = drift,
            Decisions =
            [
                .. baseline.Models.Select(model => measured.GetValueOrDefault(model.Key) is { Passes.Count: > 0 } now && before.GetValueOrDefault(model.Key) is { } same
                    ? DecideSamePasses(same, now, options)
                    : Decide(model, measured.GetValueOrDefault(model.Key), differences, drift, isHidden, options)),
                .. run.Models.Where(model => !known.Contains(model.Key)).Select(New),
            ],
        };
    }

    private static GateDecision DecideSamePasses(GateModel before, GateModel now, GateOptions options)
    {
        var comparison = MeasurementComparer.Compare(Numbered(before), Numbered(now), new ComparisonSetting(SamePasses: true, SameMachine: true), new ComparisonOptions { Seed = options.Seed });
        // What slowed both slowed them alike.
        var isBaselineContended = LatencyEstimator.LacksUncontendedPasses(before.Passes) && !LatencyEstimator.LacksUncontendedPasses(now.Passes);
        var (outcome, explanation) = Judge(comparison, isBaselineContended, options.Allow);
        return Of(before, outcome, explanation) with { Comparison = comparison, IsChanged = before.Sha256 != now.Sha256 };
    }

    private static ComparedMeasurement Numbered(GateModel model) =>
        new() { Passes = [.. model.PassNumbers.Zip(model.Passes, (number, pass) => new NumberedPass(number, pass))] };

    private static GateDecision Decide(GateModel before, GateModel? now, IReadOnlyList<string> differences, MachineDrift? drift, bool isDriftHidden, GateOptions options)
    {
        if (now is null || now.Passes.Count == 0)
            return Of(before, GateOutcome.Missing, now?.Failure ?? "It is in the baseline and was not measured: measure it, or write a new baseline.");
        var isChanged = before.Sha256 != now.Sha256;
        if (differences.Count > 0)
            return Of(before, GateOutcome.CannotTell, $"The machine is another one than that of the baseline ({string.Join("; ", differences)}): write a baseline on this one.") with { IsChanged = isChanged };

        var comparison = MeasurementComparer.Compare(
            ComparedMeasurement.Of(before.Passes), ComparedMeasurement.Of(now.Passes), new ComparisonSetting(SamePasses: false, SameMachine: true) { Drift = drift }, new ComparisonOptions { Seed = options.Seed });
        var (outcome, explanation) = Judge(comparison, LatencyEstimator.LacksUncontendedPasses(before.Passes), options.Allow);
        if (outcome == GateOutcome.Slower && isDriftHidden)
            (outcome, explanation) = (GateOutcome.CannotTell, "Another process used the core beside nearly all readings of the canary in one of the runs, so that the machine itself may have been slower: measure again when it is less busy.");
        return Of(before, outcome, explanation) with { Comparison = comparison, IsChanged = isChanged };
    }

    private static (GateOutcome, string) Judge(Comparison comparison, bool isBaselineContended, double allow)
    {
        if (comparison.Ratio is not { } ratio)
            return (GateOutcome.CannotTell, comparison.Explanation);
        if (comparison.Reason == ComparisonReason.TooFewPasses)
            return (GateOutcome.CannotTell, comparison.Explanation);
        // Another process only adds: it makes a run look slower than it is, and a baseline look slower than it was.
        if (ratio.UpperBound95 <= 1 + allow)
            return isBaselineContended ? (GateOutcome.CannotTell, $"Fewer than {LatencyEstimator.MinUncontendedPasses} passes of the baseline had the core to themselves, which may hide a slowdown: write a baseline when the machine is less busy.") : (GateOutcome.Passed, "");
        if (comparison.Reason is ComparisonReason.Contention or ComparisonReason.MachineDrift)
            return (GateOutcome.CannotTell, comparison.Explanation);
        return ratio.Value > 1 + allow && ratio.LowerBound95 > 1
            ? (GateOutcome.Slower, string.Create(CultureInfo.InvariantCulture, $"It takes {Percent(ratio.Value - 1)} longer than the baseline, {Percent(ratio.LowerBound95 - 1)} at least; {Percent(allow)} are allowed."))
            : (GateOutcome.CannotTell, string.Create(CultureInfo.InvariantCulture, $"It may take between {Percent(ratio.LowerBound95 - 1)} and {Percent(ratio.UpperBound95 - 1)} longer than the baseline, which does not decide whether that is above {Percent(allow)}: measure for longer."));
    }

    private static GateDecision New(GateModel model) =>
        Of(model, GateOutcome.New, model.Passes.Count == 0 ? model.Failure ?? "It is not in the baseline, and was not measured." : "It is not in the baseline: write a new one to have it judged from now on.");

    private static GateDecision Of(GateModel model, GateOutcome outcome, string explanation) =>
        new() { Name = model.Name, Configuration = model.Configuration, Outcome = outcome, Explanation = explanation };

    private static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
