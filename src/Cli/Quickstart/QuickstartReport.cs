using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Devices;
using LatBench.Cli.Measurements;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;

namespace LatBench.Cli.Quickstart;

/// <summary>The report that a quickstart prints at its end.</summary>
internal static class QuickstartReport
{
    /// <summary>The contention (median over latency, minus one) from which on other work used the machine: about 2 % occur where nothing else runs.</summary>
    private const double Busy = 0.1;

    public static void Print(CommandContext context, QuickstartResult result)
    {
        var terminal = context.Terminal;
        terminal.Pairs(Describe(result));
        if (Ranking.Pick(result.Measurements) is { Count: > 0 } picked)
        {
            terminal.Line();
            terminal.Table(["NETWORK", "LATENCY", "ERROR", "EFFECTIVE CELL"], picked.Select(row => new[]
            {
                row.Rank,
                MeasurementText.Latency(row.Measurement.Summary),
                MeasurementText.Error(row.Measurement.Summary),
                row.Measurement.EffectiveCell,
            }));
        }

        if (result.Prediction is { } prediction)
            PredictionReport.Print(terminal, prediction);
        if (result.Search is { } search)
            QuickstartSearchReport.Print(terminal, search);
        foreach (var problem in result.Verification.Problems)
            terminal.Note($"The snapshot is not intact: {problem.Path}: {problem.Message}");
        terminal.Line();
        terminal.Line("Next:");
        foreach (var words in Next(result, context.Data.Path))
            terminal.Line($"  ./latbench {ShellWord.Join(words)}");
    }

    private static IEnumerable<string[]> Next(QuickstartResult result, string data)
    {
        yield return ["snapshots", "verify", result.Snapshot.Path];
        if (result.Prediction?.Predictor is { } predictor)
            yield return ["predictors", "show", predictor.Name, "--data", data];
        if (result.Search?.Search is { Limits: [var limit, ..] })
            yield return ["search", "run", "--limit", $"{limit.Target}={Number(limit.MaxLatencyMs)}", "--accuracy", "FILE", "--column", "NAME", "--prove", "--data", data];
        yield return ["up", "--with-agent", "--data", data];
        yield return ["campaigns", "submit", "--models", "500", "--watch", "--data", data];
    }

    private static string Number(double milliseconds) => milliseconds.ToString("G4", CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string)> Describe(QuickstartResult result)
    {
        var progress = result.Progress;
        var summary = QuickstartSummary.Of(result);
        yield return ("Device", $"{result.Device.Name} ({DeviceText.Hardware(result.Device)})");
        yield return ("Target", result.Target);
        yield return ("Networks", $"{Figures.Count(result.Plan.Models)} requested: {Figures.Count(result.MeasuredValid)} measured, {Figures.Count(progress.Reused)} reused, {Figures.Count(progress.Suspect)} suspect, {Figures.Count(progress.Failed)} failed");
        yield return ("Speed", Speed(result));
        yield return ("Latency", summary.MedianLatencyMs is { } latency ? $"median {Figures.Milliseconds(latency)}" : Figures.None);
        yield return ("Certainty", Certainty(summary));
        yield return ("Contention", Contention(summary.MedianContention));
        yield return ("Snapshot", $"{result.Snapshot.Path} ({Figures.Count(result.Snapshot.Rows, "row")}, {(result.Verification.IsIntact ? "verified" : "NOT INTACT")})");
        yield return ("SHA-256", result.Snapshot.Sha256);
    }

    private static string Speed(QuickstartResult result)
    {
        var measured = result.Progress.Measurements - result.Progress.Reused;
        var whole = $"{Figures.Duration(result.WallTime)} altogether";
        if (measured == 0 || result.CampaignTime <= TimeSpan.Zero)
            return $"nothing to measure; {whole}";
        var perMinute = Figures.Count((long)Math.Round(measured / result.CampaignTime.TotalMinutes));
        return $"{Figures.Duration(result.CampaignTime)} of measuring, {Figures.Percent(result.InferenceTime / result.CampaignTime)} of it in inference, {perMinute} networks a minute; {whole}";
    }

    private static string Certainty(QuickstartSummary summary) => summary.MedianRelativeError is { } error
        ? $"half of the 95 % intervals are within ±{Figures.Percent(error)}; {Figures.Percent(summary.ShareWithinTarget)} of the networks within ±{Figures.Percent(summary.MaxRelativeError)}"
        : Figures.None;

    /// <summary>Explains the contention on the machine, which a new user cannot recognise as the cause of latencies outside of their intervals.</summary>
    internal static string Contention(double? median) => median switch
    {
        null => Figures.None,
        < Busy => $"{Figures.Percent(median.Value)}: the machine was quiet",
        _ => $"{Figures.Percent(median.Value)}: something else used this machine's cores (see './latbench agent check'); until it stops, latencies move by more than the intervals say",
    };
}
