using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Devices;
using LatBench.Cli.Measurements;
using LatBench.Cli.Predictors;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

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
        terminal.Line("See it in a browser:");
        terminal.Line($"  ./latbench {ShellWord.Join(["up", "--with-agent", "--open", "--data", context.Data.Path])}");
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
            yield return ["search", "run", "--limit", $"{limit.Target}={Number(limit.MaxLatencyMs)}", "--accuracy", "FILE", "--column", "NAME", "--verify", "--data", data];
        yield return ["campaigns", "submit", "--models", "500", "--watch", "--data", data];
    }

    /// <summary>Returns a number with four significant digits, as the option <c>--limit</c> takes it: without an exponent, which a decimal never has.</summary>
    internal static string Number(double milliseconds) =>
        decimal.Parse(milliseconds.ToString("G4", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string)> Describe(QuickstartResult result)
    {
        var progress = result.Progress;
        var summary = QuickstartSummary.Of(result);
        yield return ("Device", $"{result.Device.Name} ({DeviceText.Hardware(result.Device)})");
        yield return ("Target", result.Target);
        yield return ("Networks", $"{Figures.Count(result.Plan.Models)} requested: {Figures.Count(result.MeasuredValid)} measured, {Figures.Count(progress.Reused)} reused, {Figures.Count(progress.Suspect)} suspect, {Figures.Count(progress.Failed)} failed");
        yield return ("Speed", Speed(result));
        yield return ("Latency", summary.MedianLatencyMs is { } latency ? $"median {Figures.Milliseconds(latency)}" : Figures.None);
        yield return ("Precision", Precision(summary));
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

    private static string Precision(QuickstartSummary summary) => summary.MedianRelativeError is { } error
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

/// <summary>The accuracy of a quickstart's predictor, and its predictions for the whole space.</summary>
internal static class PredictionReport
{
    private const int Fastest = 3;

    public static void Print(Terminal terminal, QuickstartPrediction prediction)
    {
        terminal.Line();
        if (prediction.Predictor is not { } predictor)
        {
            terminal.Line($"No predictor: {prediction.Refusal}");
            return;
        }

        PredictorText.Show(terminal, predictor);
        terminal.Line();
        terminal.Line($"Predicted for all {Figures.Count(prediction.Space.Predictions.Count, "architecture")} of {SearchSpaceRegistry.BuiltIn.Default.Title}, measured or not:");
        terminal.Table(["NETWORK", "LATENCY", "90 % INTERVAL", "ARCHITECTURE"], Pick(prediction.Space).Select(row => new[]
        {
            row.Rank,
            Figures.Milliseconds(row.Prediction.LatencyMs),
            PredictCommand.Interval(row.Prediction),
            row.Prediction.Architecture,
        }));
    }

    /// <summary>The fastest few different networks, the median and the slowest: architectures with the same effective cell are one network.</summary>
    internal static IEnumerable<(string Rank, Prediction Prediction)> Pick(PredictResponse space)
    {
        var sorted = PredictCommand.Fastest(space, space.Predictions.Count).Predictions;
        var searchSpace = SearchSpaceRegistry.BuiltIn.Default;
        var fastest = sorted.DistinctBy(row => searchSpace.Canonicalize(searchSpace.Parse(row.Architecture))).Take(Fastest);
        foreach (var (i, row) in fastest.Index())
            yield return ($"fastest {Figures.Count(i + 1)}", row);
        yield return ("median", sorted[(sorted.Count - 1) / 2]);
        yield return ("slowest", sorted[^1]);
    }
}

/// <summary>The winners of a quickstart's search, and whether their measurements meet the limit.</summary>
internal static class QuickstartSearchReport
{
    public static void Print(Terminal terminal, QuickstartSearch outcome)
    {
        terminal.Line();
        if (outcome.Search is not { } search)
        {
            terminal.Line($"No search: {outcome.Refusal}");
            return;
        }

        var limit = search.Limits[0].MaxLatencyMs;
        terminal.Line($"Searched for the largest network whose whole interval is within {Figures.Milliseconds(limit)}, the median prediction: {Figures.Count(search.Progress.Suggested)} of {Figures.Count(search.Progress.Candidates, "candidate")} tried, winners measured.");
        terminal.Line("Nothing is trained here: the share of parameters stands in for the accuracy that you report in a search of your own.");
        terminal.Table(["PARAMETERS", "PREDICTED", "90 % INTERVAL", "MEASURED", "LIMIT MET", "ARCHITECTURE"], Measured(search).Select(row => new[]
        {
            Figures.Percent(row.Winner.Accuracy / 100),
            Figures.Milliseconds(row.Latency.Predicted.LatencyMs),
            $"{Figures.Milliseconds(row.Latency.Predicted.LowMs)} to {Figures.Milliseconds(row.Latency.Predicted.HighMs)}",
            row.Latency.HasMeasuredMs ? Figures.Milliseconds(row.Latency.MeasuredMs) : "failed",
            row.Winner.State == WinnerState.Confirmed ? "yes" : "no",
            row.Winner.Architecture,
        }));
        if (search.Note.Length > 0)
            terminal.Note(search.Note);
    }

    /// <summary>The winners that were measured, or tried, the best first; a search under one limit has one latency each.</summary>
    public static IEnumerable<(SearchWinner Winner, WinnerLatency Latency)> Measured(Search search) =>
        search.Ranking.Where(winner => winner.State is WinnerState.Confirmed or WinnerState.Refuted).Select(winner => (winner, winner.Latencies[0]));
}
