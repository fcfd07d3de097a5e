using System.Globalization;
using Google.Protobuf.Collections;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using ClockCorrection = LatBench.Measurements.ClockCorrection;

namespace LatBench.Cli.Measurements.View;

/// <summary>Everything about one measurement as text.</summary>
internal static class MeasurementView
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static void Show(Terminal terminal, GetMeasurementResponse response, Glyphs glyphs)
    {
        var measurement = response.Measurement;
        Pass[] passes = [.. response.Passes.Where(pass => pass.Result is { SamplesNs.Count: > 0 })];
        Pass[] counted = [.. passes.Where(pass => pass.Counted)];
        (string Name, string Value)[] pairs = [.. Describe(measurement), ("Passes", Passes(response.Passes)), .. Clock(counted, measurement.Summary)];
        terminal.Pairs(pairs.Select(pair => (pair.Name, glyphs.Fit(pair.Value))));
        if (counted.Length > 0)
            Lines(terminal, SampleHistogram.Draw([.. counted.SelectMany(pass => pass.Result.SamplesNs).Select(ns => ns / NanosecondsPerMillisecond)], measurement.Summary, glyphs));
        if (passes.Length > 0)
            Lines(terminal, PassPlot.Draw(passes, measurement.Summary?.LatencyMs, glyphs));
        if (response.Profile is { Operators.Count: > 0 } profile)
            Lines(terminal, ProfileView.Draw(profile, glyphs));
        Conditions[] conditions = [.. counted.Select(pass => pass.Result.Conditions).OfType<Conditions>()];
        if (conditions.Length > 0)
        {
            terminal.Line();
            terminal.Line("Conditions of the counted passes");
            terminal.Pairs(ConditionSummary.Of(conditions, glyphs).Select(row => ("  " + row.Name, row.Value)));
        }
    }

    private static void Lines(Terminal terminal, IEnumerable<string> lines)
    {
        terminal.Line();
        foreach (var line in lines)
            terminal.Line(line);
    }

    private static string Passes(RepeatedField<Pass> passes)
    {
        var contended = passes.Count(pass => pass.Result is { HasContended: true, Contended: true });
        var flagged = passes.Count(pass => pass.Result?.Conditions?.Flags.Count > 0);
        var doubles = passes.Count(pass => !pass.Counted);
        return $"{Figures.Count(passes.Count)} kept, {Figures.Count(flagged)} flagged" + (contended > 0 ? $", {Figures.Count(contended)} contended" : "") + (doubles > 0 ? $", {Figures.Count(doubles)} not counted" : "");
    }

    /// <summary>The factors that brought the samples to the reference clock of the device, where the clock was read, and their effect on the figures.</summary>
    private static IEnumerable<(string, string)> Clock(Pass[] counted, LatencySummary? summary)
    {
        double[] corrections = [.. counted.Select(pass => pass.Result).Where(result => result is { HasClockNs: true, HasReferenceClockNs: true })
            .Select(result => ClockCorrection.Of(result.ClockNs, result.ReferenceClockNs))];
        if (corrections.Length == 0)
            yield break;
        yield return ("Clock correction", string.Create(CultureInfo.InvariantCulture, $"{corrections.Min():F3} to {corrections.Max():F3}"));
        if (summary is not null && summary.LatencyMs > summary.MedianMs && corrections.Max() > 1)
            yield return ("Note", BesideRawFigures("above the median"));
        if (summary is not null && summary.LatencyMs < summary.MinMs && corrections.Min() < 1)
            yield return ("Note", BesideRawFigures("below the minimum"));
    }

    private static string BesideRawFigures(string place) =>
        $"the latency lies {place} because it is stated at the reference clock of the device; the other figures are of durations as they were taken";

    private static IEnumerable<(string, string)> Describe(Measurement measurement)
    {
        yield return ("Measurement", measurement.Name);
        yield return ("Campaign", measurement.Campaign);
        yield return ("Target", measurement.Target);
        yield return ("Effective cell", measurement.EffectiveCell);
        yield return ("Model", Words.Of(measurement.ModelConfig ?? new ModelConfig()));
        yield return ("SHA-256", measurement.ModelSha256);
        yield return ("Verdict", MeasurementText.Verdict(measurement));
        foreach (var suspicion in measurement.Suspicions)
            yield return ("Suspicion", suspicion);
        if (measurement.Verdict == Verdict.Failed)
            yield return ("Failure", $"{Words.Of(measurement.FailureReason)}: {measurement.FailureMessage}");
        if (measurement.ReusedFrom.Length > 0)
            yield return ("Reused from", measurement.ReusedFrom);
        if (measurement.ContinuedIn.Length > 0)
            yield return ("Continued in", measurement.ContinuedIn);
        if (measurement.StopReason != StopReason.Unspecified)
            yield return ("Stopped", Words.Of(measurement.StopReason));
        foreach (var pair in Summarise(measurement.Summary))
            yield return pair;
        yield return ("Measured", Figures.Time(measurement.MeasureTime));
    }

    private static IEnumerable<(string, string)> Summarise(LatencySummary? summary)
    {
        if (summary is null)
            yield break;
        yield return ("Latency", MeasurementText.RelativeError(summary) is null
            ? $"{Figures.Milliseconds(summary.LatencyMs)} (no interval: it takes two passes)"
            : $"{Figures.Milliseconds(summary.LatencyMs)} (95 %: {Figures.Milliseconds(summary.Ci95LowMs)} to {Figures.Milliseconds(summary.Ci95HighMs)}, {MeasurementText.Error(summary)})");
        yield return ("Median", Figures.Milliseconds(summary.MedianMs));
        yield return ("Mean", Figures.Milliseconds(summary.MeanMs));
        yield return ("Minimum", Figures.Milliseconds(summary.MinMs));
        yield return ("90th percentile", summary.HasP90Ms ? Figures.Milliseconds(summary.P90Ms) : Figures.None);
        yield return ("99th percentile", summary.HasP99Ms ? Figures.Milliseconds(summary.P99Ms) : Figures.None);
        yield return ("Interquartile mean", Figures.Milliseconds(summary.IqrMeanMs));
        yield return ("Contention", Figures.Percent(summary.Contention));
        yield return ("Samples", $"{Figures.Count(summary.Samples)} in {Figures.Count(summary.Passes, "pass", "passes")}");
        yield return ("Session creation", Figures.Milliseconds(summary.SessionCreationMs));
        yield return ("Peak memory", summary.HasPeakMemoryBytes ? Figures.Bytes(summary.PeakMemoryBytes) : Figures.None);
    }
}
