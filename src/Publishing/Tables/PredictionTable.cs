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
        Column.Text("arch_str", row => row.ArchStr, "The architecture as a NAS-Bench-201 arch string."),
        Column.Text("arch_code", row => SearchSpaceRegistry.BuiltIn[row.One.Architecture.Space].Code(row.One.Architecture), "The same as six digits, as in table latency."),
        Column.Text("dataset", row => row.From.Configuration.Input, "Input and classes: cifar10, cifar100 or imagenet16-120."),
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
    ]);

    private static Column<PredictionRow> Milliseconds(string name, Func<PredictionRow, Latency> value, string description) =>
        Column.Real(name, row => Rounded(value(row).Milliseconds), description, "ms");

    /// <summary>Seven digits: the last ones differ from processor to processor.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>A prediction of one architecture.</summary>
internal sealed record PredictionRow(string Target, string ArchStr, PublishedPrediction One, PublishedPredictions From, bool IsMeasured)
{
    /// <summary>The rows of a target in the order of the files: by architecture string, then by model configuration.</summary>
    /// <param name="target">Its published slug.</param>
    /// <param name="all">The predictions, one entry a model configuration.</param>
    /// <param name="measured">The rows of table latency of the same target.</param>
    public static IReadOnlyList<PredictionRow> Of(string target, IReadOnlyList<PublishedPredictions> all, IEnumerable<MeasurementRow> measured)
    {
        var known = measured.Select(row => (row.ArchStr, row.Measurement.Model.Configuration)).ToHashSet();
        var rows = from predictions in all
                   from one in predictions.Predictions
                   let text = one.Architecture.ToString()
                   select new PredictionRow(target, text, one, predictions, known.Contains((text, predictions.Configuration)));
        return [.. rows.OrderBy(row => row.ArchStr, StringComparer.Ordinal).ThenBy(row => row.From.Configuration.ToString(), StringComparer.Ordinal)];
    }
}
