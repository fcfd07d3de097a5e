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
    /// <summary>The rows of a target in the order of the files, by architecture string.</summary>
    /// <param name="target">Its published slug.</param>
    /// <param name="from">The predictions.</param>
    /// <param name="measured">The rows of table latency of the same target.</param>
    public static IReadOnlyList<PredictionRow> Of(string target, PublishedPredictions from, IEnumerable<MeasurementRow> measured)
    {
        var known = measured
            .Where(row => row.Measurement.Model.Configuration == from.Configuration)
            .Select(row => row.ArchStr).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from.Predictions.Select(one => (One: one, ArchStr: one.Architecture.ToString())).OrderBy(row => row.ArchStr, StringComparer.Ordinal)
                .Select(row => new PredictionRow(target, row.ArchStr, row.One, from, known.Contains(row.ArchStr))),
        ];
    }
}
