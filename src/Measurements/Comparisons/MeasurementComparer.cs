using System.Globalization;

namespace LatBench.Measurements.Comparisons;

/// <summary>Compares two measurements by their passes: the ratio of the quiet latencies, its interval, and what it decides.</summary>
public static class MeasurementComparer
{
    /// <summary>
    /// Passes of each side that a verdict on separate runs takes: a run with fewer may lie in one slow state of the machine as a whole, of which its own interval shows nothing. Below it,
    /// a wide interval within the same passes is put down to their number as well.
    /// </summary>
    public const int FewPasses = 5;

    /// <summary>Compares the second measurement with the first.</summary>
    /// <param name="first">What is compared with.</param>
    /// <param name="second">What is compared.</param>
    /// <param name="setting">The relation of the two.</param>
    /// <param name="options">Tolerance, equivalence bound and seed.</param>
    public static Comparison Compare(ComparedMeasurement first, ComparedMeasurement second, ComparisonSetting setting, ComparisonOptions options)
    {
        if (setting.DifferentConfigurations is { } difference)
            return Comparison.Undecided(ComparisonReason.DifferentConfigurations, difference);
        if (setting.SamePasses)
        {
            // A model may go on in passes that the other no longer had: nothing of them cancels.
            (first, second) = (Common(first, second), Common(second, first));
            if (first.Passes.Count < RatioEstimator.MinPasses)
                return Comparison.Undecided(ComparisonReason.TooFewPasses, $"The two have {(first.Passes.Count == 0 ? "no pass" : "one pass")} in common, and an interval takes {RatioEstimator.MinPasses}: measure them with more passes.");
        }

        if (setting.SameMachine)
            second = second with { Passes = AtClockOf(second.Passes, first.Passes) };
        var fewest = Math.Min(first.Passes.Count, second.Passes.Count);
        if (fewest < RatioEstimator.MinPasses)
            return Comparison.Undecided(ComparisonReason.TooFewPasses, $"One of the two has {(fewest == 0 ? "no pass" : "one pass")}, and an interval takes {RatioEstimator.MinPasses}: measure it with more passes.");

        PassResult[] one = [.. first.Passes.Select(pass => pass.Result)];
        PassResult[] other = [.. second.Passes.Select(pass => pass.Result)];
        var measured = setting.SamePasses ? RatioEstimator.SamePasses(first.Passes, second.Passes, options.Seed) : RatioEstimator.SeparateRuns(one, other, options.Seed);
        var ratio = setting is { SamePasses: false, Drift: { } drift } ? drift.Widen(measured) : measured;
        var (verdict, reason, explanation) = Decide(first, second, setting, options, measured, ratio, fewest);
        return new Comparison
        {
            Ratio = ratio,
            Verdict = verdict,
            Reason = reason,
            Explanation = explanation,
            IsPaired = setting.SamePasses,
            First = Latency.FromNanoseconds(Estimate(one)),
            Second = Latency.FromNanoseconds(Estimate(other)),
        };
    }

    /// <summary>Compares two latencies of which only the intervals are known.</summary>
    /// <param name="ratio">Their ratio, see <see cref="RatioEstimator.FromIntervals"/>.</param>
    /// <param name="first">The first latency.</param>
    /// <param name="second">The second latency.</param>
    /// <param name="options">Tolerance and equivalence bound.</param>
    public static Comparison Compare(LatencyRatio ratio, Latency first, Latency second, ComparisonOptions options)
    {
        var verdict = VerdictOf(ratio, options);
        return new Comparison
        {
            Ratio = ratio,
            Verdict = verdict,
            Reason = verdict == ComparisonVerdict.CannotTell ? ComparisonReason.WideInterval : null,
            Explanation = verdict == ComparisonVerdict.CannotTell ? Wide(ratio, options) : "",
            First = first,
            Second = second,
        };
    }

    /// <summary>Returns what an interval alone says.</summary>
    /// <param name="ratio">The ratio with its interval.</param>
    /// <param name="options">Tolerance and equivalence bound.</param>
    public static ComparisonVerdict VerdictOf(LatencyRatio ratio, ComparisonOptions options)
    {
        if (ratio.Low > 1 + options.Tolerance) return ComparisonVerdict.Slower;
        if (ratio.High < 1 / (1 + options.Tolerance)) return ComparisonVerdict.Faster;
        return ratio.Low >= 1 / (1 + options.Equivalence) && ratio.High <= 1 + options.Equivalence ? ComparisonVerdict.NoDifference : ComparisonVerdict.CannotTell;
    }

    private static (ComparisonVerdict Verdict, ComparisonReason? Reason, string Explanation) Decide(
        ComparedMeasurement first, ComparedMeasurement second, ComparisonSetting setting, ComparisonOptions options, LatencyRatio measured, LatencyRatio ratio, int fewest)
    {
        var verdict = VerdictOf(ratio, options);
        if (!setting.SamePasses && first.HasDrifted != second.HasDrifted)
            return (ComparisonVerdict.CannotTell, ComparisonReason.MachineDrift, "The machine was never as fast as it can be while one of the two was measured (canary-drift): measure it again.");
        if (verdict == ComparisonVerdict.CannotTell && VerdictOf(measured, options) != ComparisonVerdict.CannotTell)
            return (verdict, ComparisonReason.MachineDrift, Drifted(setting.Drift!));
        if (IsUnsafe(verdict, first.IsContended, second.IsContended, setting.SamePasses))
            return (ComparisonVerdict.CannotTell, ComparisonReason.Contention, $"Fewer than {LatencyEstimator.MinUncontendedPasses} passes of one of the two had the core to themselves, so its latency may be too high: measure it again when the machine is less busy.");
        if (!setting.SamePasses && fewest < FewPasses)
            return (ComparisonVerdict.CannotTell, ComparisonReason.TooFewPasses, $"One of the two has {fewest} passes, and runs that are compared need {FewPasses} each: measure it with more.");
        if (verdict != ComparisonVerdict.CannotTell)
            return (verdict, null, "");
        return fewest < FewPasses
            ? (verdict, ComparisonReason.TooFewPasses, $"{Wide(ratio, options, advice: false)}, and one of the two has {fewest} passes only: measure it with more.")
            : (verdict, ComparisonReason.WideInterval, Wide(ratio, options));
    }

    /// <summary>
    /// Another process only adds to a latency. A side whose passes were all contended may be faster than measured, which leaves a verdict that needs it to be slow without a
    /// ground; where both were measured side by side, both are slowed alike.
    /// </summary>
    private static bool IsUnsafe(ComparisonVerdict verdict, bool first, bool second, bool samePasses) => verdict switch
    {
        ComparisonVerdict.Slower => second && !(samePasses && first),
        ComparisonVerdict.Faster => first && !(samePasses && second),
        _ => samePasses ? first != second : first || second,
    };

    private static string Drifted(MachineDrift drift) => string.Create(
        CultureInfo.InvariantCulture,
        $"The machine itself was {Math.Abs(drift.Ratio.Value - 1) * 100:F1} % {(drift.Ratio.Value > 1 ? "slower" : "faster")} in the second run, as its canary shows, which may be all of the difference: measure both again, one after the other.");

    private static string Wide(LatencyRatio ratio, ComparisonOptions options, bool advice = true) => !double.IsFinite(ratio.HalfWidth)
        ? "The interval of one of the two reaches down to zero" + (advice ? ": more passes make it narrower." : "")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The interval from {ratio.Low:F3} to {ratio.High:F3} decides neither a difference above {options.Tolerance * 100:0.##} % nor equality within {options.Equivalence * 100:0.##} %{(advice ? ": more passes make it narrower." : "")}");

    private static ComparedMeasurement Common(ComparedMeasurement measurement, ComparedMeasurement other)
    {
        var numbers = other.Passes.Select(pass => pass.Number).ToHashSet();
        return measurement with { Passes = [.. measurement.Passes.Where(pass => numbers.Contains(pass.Number))] };
    }

    private static IReadOnlyList<NumberedPass> AtClockOf(IReadOnlyList<NumberedPass> passes, IReadOnlyList<NumberedPass> others) =>
        [.. RatioEstimator.AtClockOf([.. passes.Select(pass => pass.Result)], others.Select(pass => pass.Result)).Zip(passes, (result, pass) => pass with { Result = result })];

    private static double Estimate(IReadOnlyList<PassResult> passes) =>
        Quantile.OfSorted(new PooledSamples(LatencyEstimator.UncontendedPasses(passes)).Sorted, LatencyEstimator.Probability);
}
