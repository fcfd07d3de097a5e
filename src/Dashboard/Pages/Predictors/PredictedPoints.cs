using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;
using LatBench.SearchSpaces;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>The points of the scatter of a predictor, as columns of equal length.</summary>
internal sealed record PredictedPoints
{
    /// <summary>The most architectures of one call.</summary>
    private const int BatchSize = 20_000;

    /// <summary>The digits that a chart can show.</summary>
    private const int Digits = 6;

    /// <summary>Gets the search space.</summary>
    public required string Space { get; init; }

    /// <summary>Gets the architectures: short codes where the space reads them, texts otherwise.</summary>
    public required string[] Architecture { get; init; }

    /// <summary>Gets the measured latencies.</summary>
    public required double[] MeasuredMs { get; init; }

    /// <summary>Gets the predictions.</summary>
    public required double[] PredictedMs { get; init; }

    /// <summary>Gets the lower ends of their 90 % intervals.</summary>
    public required double[] LowMs { get; init; }

    /// <summary>Gets the upper ends of their 90 % intervals.</summary>
    public required double[] HighMs { get; init; }

    /// <summary>Gets 1 for labels that the predictor has not seen, 0 for the others.</summary>
    public required int[] HeldOut { get; init; }

    /// <summary>Predicts the architectures of labels.</summary>
    public static async Task<PredictedPoints> ReadAsync(LatBenchApi api, Predictor predictor, ISearchSpace space, IReadOnlyList<PredictorLabel> labels, CancellationToken cancellationToken)
    {
        var predictions = new List<Prediction>(labels.Count);
        foreach (var batch in labels.Chunk(BatchSize))
        {
            var request = new PredictRequest { Predictor = predictor.Name, SearchSpace = predictor.SearchSpace, Architectures = { batch.Select(label => label.Architecture) } };
            predictions.AddRange((await api.Predictors.PredictAsync(request, cancellationToken: cancellationToken)).Predictions);
        }

        return Of(space, labels, predictions);
    }

    /// <summary>Makes the columns.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="predictions">Their predictions, in the same order.</param>
    public static PredictedPoints Of(ISearchSpace space, IReadOnlyList<PredictorLabel> labels, IReadOnlyList<Prediction> predictions) => new()
    {
        Space = space.Name,
        Architecture = [.. labels.Select(label => ShortName(space, label.Architecture))],
        MeasuredMs = [.. labels.Select(label => Rounded(label.LatencyMs))],
        PredictedMs = [.. predictions.Select(prediction => Rounded(prediction.LatencyMs))],
        LowMs = [.. predictions.Select(prediction => Rounded(prediction.LowMs))],
        HighMs = [.. predictions.Select(prediction => Rounded(prediction.HighMs))],
        HeldOut = [.. labels.Select(label => label.IsHeldOut ? 1 : 0)],
    };

    private static string ShortName(ISearchSpace space, string text)
    {
        if (!space.TryParse(text, out var architecture, out _))
            return text;
        var code = space.Code(architecture);
        return space.TryParse(code, out var same, out _) && same == architecture ? code : text;
    }

    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return 0;
        var scale = Math.Pow(10, Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value * scale) / scale;
    }
}
