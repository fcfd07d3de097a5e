using System.Globalization;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.PredictionRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The table of predictions: apart from the measurements, and never among them.</summary>
internal static class PredictionTable
{
    public static Table<PredictionRow> Instance { get; } = new("predictions", true, "One architecture on one target as its predictor sees it: computed, not measured.",
    [
        Column.Text("arch_str", row => row.ArchStr, "The architecture as a text of its search space, as in table latency."),
        Column.Text("arch_code", row => row.ArchCode, "A short name of the architecture, as in table latency."),
        Column.Text("dataset", row => row.From.Configuration.Input, "Input and classes, as in table latency."),
        Column.Int32("batch", row => row.From.Configuration.Batch, "Images an inference."),
        Column.Text("precision", row => row.From.Configuration.Precision.Name(), "Number format of weights and activations: fp32, fp16 or int8."),
        Column.Text("graph_variant", row => row.From.Configuration.GraphVariant.Name(), "pruned or literal, as in table latency."),
        Column.Text("target", row => row.Target, "The target whose latency is predicted."),
        Milliseconds("predicted_latency_ms", row => row.One.Latency, "Predicted quiet latency, to seven digits."),
        Milliseconds("interval90_low_ms", row => row.One.Low, "Lower end of the 90 % interval of the prediction."),
        Milliseconds("interval90_high_ms", row => row.One.High, "Upper end of the 90 % interval of the prediction."),
        Column.Flag("measured", row => row.IsMeasured, "Whether table latency has a measurement of the same architecture, model configuration and target; the predictor may have been trained on it."),
        Column.Int32("predictor_version", row => row.From.Version, "Which version of the target's predictor."),
        Column.Text("trainer", row => row.From.Trainer, "What trained the predictor."),
        Column.Int32("predictor_labels", row => row.From.Labels, "Latencies that the predictor was trained from."),
        Column.Text("predictor_sha256", row => row.From.Sha256, "SHA-256 of the predictor's ONNX file."),
        Column.Text("search_space", row => row.One.Architecture.Space, "The search space that the architecture is a text of."),
    ]);

    private static Column<PredictionRow> Milliseconds(string name, Func<PredictionRow, Latency> value, string description) =>
        Column.Real(name, row => Rounded(value(row).Milliseconds), description, "ms");

    /// <summary>Seven digits: the last ones differ from processor to processor.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>A prediction of one architecture.</summary>
internal sealed record PredictionRow(string Target, string ArchStr, string ArchCode, PublishedPrediction One, PublishedPredictions From, bool IsMeasured)
{
    /// <summary>The rows of a target in the order of the files: by architecture string, then by model configuration.</summary>
    /// <param name="target">Its published slug.</param>
    /// <param name="all">The predictions, one entry a model configuration.</param>
    /// <param name="measured">The architectures and model configurations that table latency has of the same target.</param>
    /// <param name="spaces">The search spaces.</param>
    public static IReadOnlyList<PredictionRow> Of(
        string target, IReadOnlyList<PublishedPredictions> all, IReadOnlySet<(Architecture Architecture, ModelConfiguration Configuration)> measured, SearchSpaceRegistry spaces)
    {
        var rows = from predictions in all
                   from one in predictions.Predictions
                   let architecture = one.Architecture
                   select new PredictionRow(target, architecture.Text, spaces[architecture.Space].Code(architecture), one, predictions, measured.Contains((architecture, predictions.Configuration)));
        return [.. rows.OrderBy(row => row.ArchStr, StringComparer.Ordinal).ThenBy(row => row.From.Configuration.ToString(), StringComparer.Ordinal)];
    }
}
