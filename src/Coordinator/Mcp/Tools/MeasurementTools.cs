using System.ComponentModel;
using System.Globalization;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for measured latencies.</summary>
[McpServerToolType]
internal sealed class MeasurementTools(McpApi api, TargetNames targets, ComparedModels models)
{
    private const string UploadedSpace = "onnx";

    /// <summary>Lists measurements.</summary>
    [McpServerTool(Name = "measurements", Title = "Measured latencies", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Gives measured latencies in milliseconds with their 95 % intervals, by model, target, campaign or verdict, in the order in which they were made. latency_ms is the quiet latency (5th percentile), the figure to quote. "
        + "Verdict 'valid' is good, 'suspect' has a reason against it, 'failed' was not measured; say a note with the figure. With a model the answer has every target that it was measured on.")]
    public async Task<MeasurementPage> ListAsync(
        [Description("An uploaded model by its name or SHA-256, or an architecture of the search space; leave it away for all.")] string? model = null,
        [Description("Slug of a target, or the name of a device; leave it away for all.")] string? target = null,
        [Description("A campaign, such as campaigns/7; leave it away for all. Not together with an architecture.")] string? campaign = null,
        [Description("valid, suspect, failed or cancelled; leave it away for all. Not together with an architecture, of which valid ones are given.")] string? verdict = null,
        [Description("The search space of an architecture; nas-bench-201 by default.")] string? space = null,
        [Description("Rows of a page, 1 to 100; 20 by default.")] int? limit = null,
        [Description("next_page of the answer before; leave it away for the first page.")] string? page = null,
        CancellationToken cancellationToken = default)
    {
        var rows = Limits.Rows(limit);
        var wished = Words.ReadVerdict(verdict);
        var slug = target is null ? null : await targets.ResolveAsync(target, cancellationToken);
        var found = model is null ? null : await models.FindAsync(model, space, cancellationToken);
        if (found is { Uploaded: null })
        {
            if (campaign is not null || verdict is not null)
                throw new ToolException("Measurements of an architecture are given for all campaigns at once: leave campaign and verdict away.");
            return await OfArchitectureAsync(found, slug, rows, page, cancellationToken);
        }

        var request = new ListMeasurementsRequest { Model = found?.Uploaded ?? "", Target = slug ?? "", Campaign = campaign ?? "", Verdict = wished, PageSize = rows, PageToken = page ?? "" };
        var response = await api.Measurements.ListMeasurementsAsync(request, cancellationToken: cancellationToken);
        var names = await models.NamesAsync(response.Measurements.Where(measurement => measurement.SearchSpace == UploadedSpace).Select(measurement => measurement.EffectiveCell), cancellationToken);
        var notes = await targets.ReadNotesAsync(cancellationToken);
        return new MeasurementPage([.. response.Measurements.Select(measurement => Describe(measurement, names, notes))], response.NextPageToken.Length > 0 ? response.NextPageToken : null);
    }

    private async Task<MeasurementPage> OfArchitectureAsync(ComparedModel model, string? target, int rows, string? page, CancellationToken cancellationToken)
    {
        var start = ReadStart(page);
        var response = await api.Measurements.ListArchitectureLatenciesAsync(
            new ListArchitectureLatenciesRequest { SearchSpace = model.Space, Architecture = model.Text }, cancellationToken: cancellationToken);
        var found = response.Latencies.Where(latency => target is null || latency.Target == target).ToArray();
        var notes = await targets.ReadNotesAsync(cancellationToken);
        return new MeasurementPage([.. found.Skip(start).Take(rows).Select(latency => new MeasurementRow(
            model.Text,
            latency.Target,
            latency.ModelConfig?.Describe() ?? "",
            latency.Origin == Origin.Imported ? "imported" : "valid",
            Limits.Round(latency.LatencyMs),
            latency.HasCi95LowMs ? Limits.Round(latency.Ci95LowMs) : null,
            latency.HasCi95HighMs ? Limits.Round(latency.Ci95HighMs) : null,
            null,
            null,
            null,
            latency.Measurement.Length > 0 ? latency.Measurement : null,
            null,
            notes.GetValueOrDefault(latency.Target)))], found.Length - start > rows ? (start + rows).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Reads the number of rows before a page of an architecture.</summary>
    private static int ReadStart(string? page) => page is null ? 0
        : int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start
        : throw new ToolException($"page is '{Limits.Shorten(page)}': give next_page of the answer before, with the same model.");

    private static MeasurementRow Describe(Measurement measurement, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, string> notes)
    {
        var summary = measurement.Summary;
        return new MeasurementRow(
            names.GetValueOrDefault(measurement.EffectiveCell, measurement.EffectiveCell),
            measurement.Target,
            measurement.ModelConfig?.Describe() ?? "",
            measurement.Verdict == Verdict.Unspecified ? "pending" : Words.Of(measurement.Verdict),
            summary is null ? null : Limits.Round(summary.LatencyMs),
            summary is null ? null : Limits.Round(summary.Ci95LowMs),
            summary is null ? null : Limits.Round(summary.Ci95HighMs),
            summary is null ? null : Limits.Round(summary.MedianMs),
            summary?.Samples,
            measurement.FailureMessage.Length > 0 ? measurement.FailureMessage : measurement.Suspicions.Count > 0 ? string.Join(", ", measurement.Suspicions) : null,
            measurement.Name,
            measurement.Campaign,
            notes.GetValueOrDefault(measurement.Target));
    }
}

/// <summary>A page of measurements.</summary>
/// <param name="Measurements">The measurements.</param>
/// <param name="NextPage">What gets the next page; null on the last.</param>
internal sealed record MeasurementPage(IReadOnlyList<MeasurementRow> Measurements, string? NextPage);

/// <summary>A measurement; figures that it has not are null, and latencies are in milliseconds.</summary>
/// <param name="Model">The name of an uploaded model, or the architecture.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="Configuration">Input, batch, precision and graph variant.</param>
/// <param name="Verdict"><c>valid</c>, <c>suspect</c>, <c>failed</c>, <c>cancelled</c>, <c>pending</c>, or <c>imported</c>.</param>
/// <param name="LatencyMs">The quiet latency.</param>
/// <param name="Ci95LowMs">Lower end of its 95 % interval.</param>
/// <param name="Ci95HighMs">Upper end of its 95 % interval.</param>
/// <param name="MedianMs">The median of all samples.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Reason">The reason why it failed or is suspect.</param>
/// <param name="Measurement">Its name.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Note">What must be said with its latency: that it was measured under an emulator; null where there is nothing.</param>
internal sealed record MeasurementRow(
    string Model, string Target, string Configuration, string Verdict, double? LatencyMs, double? Ci95LowMs, double? Ci95HighMs, double? MedianMs, int? Samples, string? Reason, string? Measurement, string? Campaign,
    string? Note);
