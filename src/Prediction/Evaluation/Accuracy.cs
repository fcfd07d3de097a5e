using LatBench.Measurements;
using LatBench.Prediction.Labels;

namespace LatBench.Prediction.Evaluation;

/// <summary>
/// The accuracy of predictions against measurements. Errors are relative to the measured value: a hit at ±x % is |predicted − measured| at most x % of
/// measured. (eagle divides by the prediction instead.) Percentages are 0 to 100.
/// </summary>
/// <param name="Count">The number of predictions that were evaluated.</param>
/// <param name="Within1">Percentage within 1 %.</param>
/// <param name="Within5">Percentage within 5 %.</param>
/// <param name="Within10">Percentage within 10 %.</param>
/// <param name="Spearman">Rank correlation, −1 to 1.</param>
/// <param name="Kendall">Kendall's tau-b, −1 to 1.</param>
/// <param name="Mape">Mean absolute percentage error.</param>
/// <param name="Interval90Coverage">Percentage of the measurements inside of their 90 % interval.</param>
/// <param name="Interval90MeanWidth">Mean width of the interval in percent of the prediction.</param>
public sealed record Accuracy(
    int Count, double Within1, double Within5, double Within10, double Spearman, double Kendall, double Mape,
    double Interval90Coverage, double Interval90MeanWidth)
{
    /// <summary>Evaluates predictions.</summary>
    /// <param name="predictions">At least two.</param>
    /// <param name="measured">The measurements, in the same order.</param>
    public static Accuracy Of(IReadOnlyList<LatencyPrediction> predictions, IReadOnlyList<Latency> measured)
    {
        if (predictions.Count != measured.Count || measured.Count < 2)
            throw new ArgumentException($"{predictions.Count} predictions cannot be evaluated on {measured.Count} measurements: give two or more, and as many.");
        var pairs = predictions.Zip(measured).ToArray();
        var errors = pairs.Select(pair => Math.Abs(pair.First.Latency / pair.Second - 1)).ToArray();
        var predictedMs = predictions.Select(prediction => prediction.Latency.Milliseconds).ToArray();
        var measuredMs = measured.Select(latency => latency.Milliseconds).ToArray();
        return new Accuracy(
            pairs.Length,
            Percentage(errors, error => error <= 0.01),
            Percentage(errors, error => error <= 0.05),
            Percentage(errors, error => error <= 0.10),
            RankCorrelation.Spearman(predictedMs, measuredMs),
            RankCorrelation.Kendall(predictedMs, measuredMs),
            100 * errors.Average(),
            Percentage(pairs, pair => pair.First.Low <= pair.Second && pair.Second <= pair.First.High),
            100 * predictions.Average(prediction => (prediction.High - prediction.Low) / prediction.Latency));
    }

    /// <summary>Evaluates predictions on labels.</summary>
    /// <param name="predictions">At least two.</param>
    /// <param name="labels">The labels, in the same order.</param>
    public static Accuracy Of(IReadOnlyList<LatencyPrediction> predictions, IReadOnlyList<LabelledArchitecture> labels) =>
        Of(predictions, [.. labels.Select(label => label.Latency)]);

    private static double Percentage<T>(T[] values, Func<T, bool> condition) => 100.0 * values.Count(condition) / values.Length;
}
