using System.ComponentModel;
using LatBench.Contracts.V1;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for what can be measured on, and predicted for.</summary>
[McpServerToolType]
internal sealed class TargetTools(McpApi api, TargetNames names)
{
    private const int PageSize = 500;

    /// <summary>Lists targets, ordered by slug.</summary>
    [McpServerTool(Name = "list_targets", Title = "List targets", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lists targets: what latencies are measured on and predicted for. A target is a device with a runtime, an execution provider and its settings, such as 'pi5/ort-1.31.1/cpu/t4', or an imported table of latencies. "
        + "Says for each the hardware (board, processor), whether the device is active, how many architectures have a latency, and whether a predictor serves it; a note must be said with its latencies. Call this first to find the slug of a device that the user names, such as 'the Pi'.")]
    public async Task<TargetPage> ListAsync(
        [Description("Only targets with this text in their slug, device, board or processor, whatever the case; leave it away for all.")] string? search = null,
        [Description("Rows of a page, 1 to 100; 20 by default.")] int? limit = null,
        [Description("next_page of the answer before; leave it away for the first page.")] string? page = null,
        CancellationToken cancellationToken = default)
    {
        var rows = Limits.Rows(limit);
        var devices = await names.ListDevicesAsync(cancellationToken);
        var labelled = (await names.ListLabelledAsync(cancellationToken)).ToLookup(target => target.Target);
        var served = await ListServedAsync(cancellationToken);
        var targets = devices.SelectMany(device => device.Targets.Select(target => Describe(target.Slug, device, labelled[target.Slug], served)))
            .Concat(labelled.Where(group => group.First().Origin == Origin.Imported).Select(group => Describe(group.Key, null, group, served)))
            .Where(target => search is null || target.Matches(search))
            .OrderBy(target => target.Slug, StringComparer.Ordinal)
            .Where(target => page is null || string.CompareOrdinal(target.Slug, page) > 0)
            .Take(rows + 1)
            .ToArray();
        return new TargetPage(targets[..Math.Min(rows, targets.Length)], targets.Length > rows ? targets[rows - 1].Slug : null);
    }

    private async Task<HashSet<string>> ListServedAsync(CancellationToken cancellationToken)
    {
        var served = new HashSet<string>(StringComparer.Ordinal);
        var request = new ListPredictorsRequest { Promoted = true, PageSize = PageSize };
        do
        {
            var page = await api.Predictors.ListPredictorsAsync(request, cancellationToken: cancellationToken);
            served.UnionWith(page.Predictors.Select(predictor => predictor.Target));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return served;
    }

    private static TargetRow Describe(string slug, Device? device, IEnumerable<LabelledTarget> labelled, HashSet<string> served)
    {
        var labels = labelled.ToArray();
        return new TargetRow(
            slug,
            device?.Name["devices/".Length..],
            device is null ? "imported" : Words.Of(device.State),
            device?.Hardware is { } hardware ? HardwareOf(hardware) : null,
            device?.Software?.OperatingSystem,
            labels.Sum(label => label.Labels),
            [.. labels.Select(label => label.SearchSpace).Distinct().Order(StringComparer.Ordinal)],
            served.Contains(slug),
            device is null ? null : TargetNames.NoteOf(device),
            device?.Waiting is { } waiting ? $"{waiting.Explanation} {waiting.Remedy}".Trim() : null);
    }

    private static string HardwareOf(Hardware hardware) => string.Join(
        ", ",
        new[] { hardware.BoardModel, hardware.CpuModel, $"{hardware.LogicalCpus} CPUs {hardware.Architecture}", string.Join(", ", hardware.Gpus) }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>A page of targets.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="NextPage">What gets the next page; null on the last.</param>
internal sealed record TargetPage(IReadOnlyList<TargetRow> Targets, string? NextPage);

/// <summary>A target.</summary>
/// <param name="Slug">The name in other tools.</param>
/// <param name="Device">The device; null for an imported one.</param>
/// <param name="State">The state of the device, or <c>imported</c>.</param>
/// <param name="Hardware">The hardware in words.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="LatencyCount">The number of architectures that have a latency.</param>
/// <param name="SearchSpaces">Their search spaces.</param>
/// <param name="HasPredictor">True where latencies can be predicted.</param>
/// <param name="Note">What must be said with its latencies: that an emulator runs the device; null where there is nothing.</param>
/// <param name="Waiting">The reason why the device takes no jobs at the moment; null where it takes some.</param>
internal sealed record TargetRow(
    string Slug, string? Device, string State, string? Hardware, string? OperatingSystem, int LatencyCount, IReadOnlyList<string> SearchSpaces, bool HasPredictor, string? Note,
    string? Waiting)
{
    /// <summary>Determines whether a text is in what a person may call the target.</summary>
    public bool Matches(string text) => new[] { Slug, Device, Hardware }.Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
