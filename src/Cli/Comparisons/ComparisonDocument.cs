using System.Text.Json.Serialization;
using LatBench.Cli.Rendering;
using LatBench.Measurements;
using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary>The output of <c>compare --json</c>; field names are stable.</summary>
/// <param name="A">The first side as its user named it.</param>
/// <param name="B">The second side.</param>
/// <param name="Comparisons">The models, those that became slowest first.</param>
/// <param name="GeometricMean">The geometric mean of the ratios of all models; null where there is none.</param>
/// <param name="Counts">The number of models by verdict, and of those that only one side has.</param>
internal sealed record ComparisonDocument(string A, string B, IReadOnlyList<ComparisonDocumentRow> Comparisons, RatioDocument? GeometricMean, CountsDocument Counts)
{
    public static ComparisonDocument Of(string first, string second, ComparedModels compared, int limit) => new(
        first,
        second,
        [.. ComparisonReport.InOrder(compared.Models).Take(limit).Select(ComparisonDocumentRow.Of)],
        compared.Mean is { } mean ? RatioDocument.Of(mean) : null,
        new CountsDocument(
            compared.Count(ComparisonVerdict.Faster),
            compared.Count(ComparisonVerdict.Slower),
            compared.Count(ComparisonVerdict.NoDifference),
            compared.Count(ComparisonVerdict.CannotTell),
            compared.OnlyFirst,
            compared.OnlySecond));
}

/// <summary>Models by verdict.</summary>
internal sealed record CountsDocument(int Faster, int Slower, int NoDifference, int CannotTell, int OnlyA, int OnlyB);

/// <summary>A ratio with its 95 % interval, whose upper end is null where it is infinite.</summary>
internal sealed record RatioDocument(double Value, double Ci95Low, double? Ci95High)
{
    public static RatioDocument Of(LatencyRatio ratio) => new(ratio.Value, ratio.Low, double.IsFinite(ratio.High) ? ratio.High : null);
}

/// <summary>A side of a row.</summary>
internal sealed record SideDocument(string Model, string Target, string ModelConfig, string? Measurement, double? LatencyMs);

/// <summary>An operator, or with a null name all of a type that only one of the profiles has.</summary>
internal sealed record OperatorDocument(string? Name, string OpType, double? ANs, double? BNs);

/// <summary>A row.</summary>
internal sealed record ComparisonDocumentRow(
    string SearchSpace, SideDocument A, SideDocument B, RatioDocument? Ratio, string Verdict, string? Reason, string? Explanation, bool Paired, IReadOnlyList<OperatorDocument>? Operators)
{
    public static ComparisonDocumentRow Of(ComparedModel model) => new(
        model.Space,
        new SideDocument(model.Model, model.Target, model.Configuration, model.Measurement, model.Comparison.First?.Milliseconds),
        new SideDocument(model.SecondModel, model.SecondTarget, model.SecondConfiguration, model.SecondMeasurement, model.Comparison.Second?.Milliseconds),
        model.Comparison.Ratio is { } ratio ? RatioDocument.Of(ratio) : null,
        Name(model.Comparison.Verdict),
        model.Comparison.Reason is { } reason ? Name(reason) : null,
        model.Comparison.Explanation.Length > 0 ? model.Comparison.Explanation : null,
        model.Comparison.IsPaired,
        model.Operators?.Select(one => new OperatorDocument(one.Name, one.OperatorType, Ns(one.First), Ns(one.Second))).ToArray());

    /// <summary>Returns a value of an enumeration as a word of the document: <c>no_difference</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => Words.Of(value).Replace(' ', '_');

    private static double? Ns(Latency? latency) => latency?.Nanoseconds;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ComparisonDocument))]
internal sealed partial class ComparisonJsonContext : JsonSerializerContext;
