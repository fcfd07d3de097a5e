using System.ComponentModel;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools that compare.</summary>
[McpServerToolType]
internal sealed class ComparisonTools(TargetNames names, ComparedModels known, Comparing comparing)
{
    /// <summary>Compares two models on a target, or a model on two targets.</summary>
    [McpServerTool(Name = "compare", Title = "Compare two latencies", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Answers 'which of these runs faster on the Pi': compares two models on one target, or one model on two targets. Gives the ratio of the latencies (second over first) with its interval, a verdict and one sentence to quote. "
        + "It takes the measurements of both; where an architecture was not measured, the predictions of both. Verdict 'cannot_tell' means that the data does not decide it: do not name a winner then.")]
    public async Task<ComparisonRow> CompareAsync(
        [Description("One or two models: uploaded models by name or SHA-256, or architectures of the search space.")] string[] models,
        [Description("One or two targets: slugs, or names of devices. Give two models and one target, or one model and two targets.")] string[] targets,
        [Description("The search space of architectures; nas-bench-201 by default, 'onnx' for uploaded models.")] string? space = null,
        [Description("fp32, fp16 or int8; fp32 by default.")] string? precision = null,
        CancellationToken cancellationToken = default)
    {
        if ((models.Length, targets.Length) is not ((2, 1) or (1, 2)))
            throw new ToolException($"There are {models.Length} models and {targets.Length} targets: give two models and one target, or one model and two targets.");
        Limits.Check(nameof(models), models, 2);
        Limits.Check(nameof(targets), targets, 2);
        var wished = Words.ReadPrecision(precision);
        var first = new ComparisonSide(await known.FindAsync(models[0], space, cancellationToken), await names.ResolveAsync(targets[0], cancellationToken), wished);
        var second = new ComparisonSide(await known.FindAsync(models[^1], space, cancellationToken), await names.ResolveAsync(targets[^1], cancellationToken), wished);
        return Note(await comparing.CompareAsync(first, second, cancellationToken), await names.ReadNotesAsync(cancellationToken));
    }

    private static ComparisonRow Note(ComparisonRow row, IReadOnlyDictionary<string, string> notes)
    {
        var said = new[] { row.First.Target, row.Second.Target }.Distinct().Where(notes.ContainsKey).Select(target => $" {target} was {notes[target]}.");
        return row with
        {
            Summary = row.Summary + string.Concat(said),
            First = row.First with { Note = notes.GetValueOrDefault(row.First.Target) },
            Second = row.Second with { Note = notes.GetValueOrDefault(row.Second.Target) },
        };
    }
}

/// <summary>The outcome of a comparison.</summary>
/// <param name="Summary">The outcome in one sentence.</param>
/// <param name="Verdict">Of the second against the first: <c>faster</c>, <c>slower</c>, <c>no_difference</c> or <c>cannot_tell</c>.</param>
/// <param name="Ratio">The latency of the second over that of the first; null where it is not known.</param>
/// <param name="RatioLow">Lower end of its interval; null where there is none.</param>
/// <param name="RatioHigh">Upper end of its interval; null where there is none.</param>
/// <param name="IntervalPercent">The confidence of the interval, 95 of measurements and 90 of predictions; null where there is none.</param>
/// <param name="BasedOn"><c>measurements</c>, <c>predictions</c> or <c>imported latencies</c>.</param>
/// <param name="First">The first latency.</param>
/// <param name="Second">The second latency.</param>
internal sealed record ComparisonRow(
    string Summary, string Verdict, double? Ratio, double? RatioLow, double? RatioHigh, int? IntervalPercent, string BasedOn, ComparedLatency First, ComparedLatency Second);

/// <summary>A side of a comparison.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="LatencyMs">The latency in milliseconds.</param>
/// <param name="Source">The measurement or the predictor; null for an imported latency.</param>
/// <param name="Configuration">Input, batch, precision and graph variant; null for a prediction.</param>
/// <param name="Note">What must be said with it: that the target was measured under an emulator; null where there is nothing.</param>
internal sealed record ComparedLatency(string Model, string Target, double LatencyMs, string? Source, string? Configuration, string? Note = null);
