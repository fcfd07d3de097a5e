using System.Globalization;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary>The accuracy of a predictor and the baselines on measurements they have not seen, with the floor that the labels' noise sets.</summary>
internal static class AccuracyTable
{
    private static readonly TableColumn[] Headings = ["PREDICTOR", "±1 %", "±5 %", "±10 %", "SPEARMAN", "KENDALL", "MEAN ERROR", "IN 90 % INTERVAL", "ITS WIDTH"];

    public static void Show(Terminal terminal, Evaluation evaluation)
    {
        var rows = evaluation.Accuracies.Select(Row);
        terminal.Table(Headings, evaluation.LabelNoise is { Count: > 0 } noise ? rows.Append(Row(noise)) : rows);
        var count = evaluation.Accuracies.FirstOrDefault()?.Count ?? 0;
        terminal.Line($"Percent of {Figures.Count(count, "label")} held out whose prediction is within ±x % of the measured latency.");
        if (evaluation.LabelNoise is { Count: > 0 } floor)
            terminal.Line($"Label noise: {Figures.Count(floor.Count, "label")} of architectures with the same effective cell, against the mean of their group.");
    }

    private static string[] Row(Accuracy accuracy) =>
    [
        accuracy.Trainer,
        One(accuracy.Within1),
        One(accuracy.Within5),
        One(accuracy.Within10),
        accuracy.HasSpearman ? Four(accuracy.Spearman) : Figures.None,
        accuracy.HasKendall ? Four(accuracy.Kendall) : Figures.None,
        One(accuracy.Mape) + " %",
        One(accuracy.Interval90Coverage) + " %",
        One(accuracy.Interval90MeanWidth) + " %",
    ];

    private static string[] Row(LabelNoise noise) =>
    [
        "(label noise)",
        noise.HasWithin1 ? One(noise.Within1) : Figures.None,
        noise.HasWithin5 ? One(noise.Within5) : Figures.None,
        noise.HasWithin10 ? One(noise.Within10) : Figures.None,
        Figures.None,
        Figures.None,
        Figures.None,
        Figures.None,
        Figures.None,
    ];

    private static string One(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Four(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
