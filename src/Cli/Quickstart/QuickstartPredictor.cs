using LatBench.Cli.Predictors;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The predictor in the summary.</summary>
/// <param name="Name"><c>predictors/{predictor}</c>.</param>
/// <param name="Version">Version for the target.</param>
/// <param name="Labels">Labels trained on.</param>
/// <param name="HeldOut">Labels held out, on which it is evaluated.</param>
/// <param name="TrainingSeconds">From the start of its training to the end, baselines included.</param>
/// <param name="Accuracies">Its accuracy, then that of the baselines.</param>
/// <param name="Predicted">The number of architectures predicted.</param>
/// <param name="FastestArchitecture">The one with the least predicted latency.</param>
/// <param name="FastestMs">Its predicted latency.</param>
internal sealed record QuickstartPredictor(
    string Name,
    int Version,
    int Labels,
    int HeldOut,
    double TrainingSeconds,
    IReadOnlyList<QuickstartAccuracy> Accuracies,
    int Predicted,
    string FastestArchitecture,
    double FastestMs)
{
    /// <summary>Summarises a predictor; null where there is none.</summary>
    public static QuickstartPredictor? Of(QuickstartPrediction? prediction)
    {
        if (prediction?.Predictor is not { } predictor)
            return null;
        var fastest = PredictCommand.Fastest(prediction.Space, 1).Predictions[0];
        return new QuickstartPredictor(
            predictor.Name,
            predictor.Version,
            predictor.Labels,
            predictor.HeldOutLabels,
            Math.Round((predictor.EndTime.ToDateTime() - predictor.StartTime.ToDateTime()).TotalSeconds, 3),
            [.. (predictor.Evaluation?.Accuracies ?? []).Select(Accuracy)],
            prediction.Space.Predictions.Count,
            fastest.Architecture,
            fastest.LatencyMs);
    }

    private static QuickstartAccuracy Accuracy(Accuracy row) => new(
        row.Trainer, row.Within1, row.Within5, row.Within10, row.HasSpearman ? row.Spearman : null, row.Mape, row.Interval90Coverage);
}

/// <summary>Accuracy on the labels held out; percentages are 0 to 100.</summary>
internal sealed record QuickstartAccuracy(
    string Trainer,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_1")] double Within1,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_5")] double Within5,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_10")] double Within10,
    double? Spearman,
    double Mape,
    [property: System.Text.Json.Serialization.JsonPropertyName("interval90_coverage")] double Interval90Coverage);
