using LatBench.Cli.Predictors;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Quickstart;

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

    /// <summary>The fastest few different networks, the median and the slowest: architectures with the same canonical form are one network.</summary>
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
