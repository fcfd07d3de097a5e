using System.Text.Json.Serialization;
using LatBench.Cli.Comparisons;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The output of <c>gate --json</c>; field names are stable.</summary>
/// <param name="Result"><c>failed</c>, <c>passed</c>, or <c>undecided</c>.</param>
/// <param name="Baseline">The file of the baseline.</param>
/// <param name="Target">Slug of the target that was judged.</param>
/// <param name="Allow">The slowdown that is allowed, relative.</param>
/// <param name="Strict">True where the gate fails as well where it cannot judge.</param>
/// <param name="MachineDifferences">The differences between the machine and that of the baseline, in words.</param>
/// <param name="MachineDrift">The canary now over the canary at the baseline; null where it is not known.</param>
/// <param name="Models">The decisions.</param>
internal sealed record GateDocument(
    string Result, string Baseline, string Target, double Allow, bool Strict, IReadOnlyList<string> MachineDifferences, RatioDocument? MachineDrift, IReadOnlyList<GateDocumentModel> Models)
{
    /// <summary>Gets the number of models of the baseline that were measured again, in the same passes.</summary>
    public int MeasuredAgain { get; init; }

    public static GateDocument Of(GateResult result, string baseline, string target) => new(
        GateText.Result(result),
        baseline,
        target,
        result.Options.Allow,
        result.Options.Strict,
        result.MachineDifferences,
        result.Drift is { } drift ? RatioDocument.Of(drift.Ratio) : null,
        [.. result.Decisions.Select(GateDocumentModel.Of)])
    {
        MeasuredAgain = result.MeasuredAgain,
    };
}

/// <summary>The decision on a model.</summary>
internal sealed record GateDocumentModel(
    string Name, string ModelConfig, string Outcome, RatioDocument? Ratio, double? LowerBound95, double? BaselineMs, double? LatencyMs, bool? Changed, string? Explanation)
{
    public static GateDocumentModel Of(GateDecision decision) => new(
        decision.Name,
        decision.Configuration,
        ComparisonDocumentRow.Name(decision.Outcome),
        decision.Comparison?.Ratio is { } ratio ? RatioDocument.Of(ratio) : null,
        decision.Comparison?.Ratio?.LowerBound95,
        decision.Comparison?.First?.Milliseconds,
        decision.Comparison?.Second?.Milliseconds,
        decision.IsChanged,
        decision.Explanation.Length > 0 ? decision.Explanation : null);
}

/// <summary>The output of <c>gate --write-baseline --json</c>.</summary>
internal sealed record WrittenBaseline(string Baseline, string Target, int Models);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(GateDocument))]
[JsonSerializable(typeof(WrittenBaseline))]
internal sealed partial class GateJsonContext : JsonSerializerContext;
