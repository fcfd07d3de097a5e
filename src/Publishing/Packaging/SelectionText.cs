using System.Globalization;
using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Packaging;

/// <summary>A selection as one canonical text: what selects the same gives the same text. Targets have their published names.</summary>
internal static class SelectionText
{
    public const string Everything = "everything";

    public static string Of(SnapshotRequest request, PublishedNames names)
    {
        var selection = request.Selection;
        string[] parts =
        [
            Part("campaigns", selection.CampaignIds.Distinct().Order().Select(Number)),
            Part("targets", names.Of(selection.Targets.Distinct(StringComparer.Ordinal)).Order(StringComparer.Ordinal)),
            Part("verdicts", selection.Verdicts.Distinct().Order().Select(Names.Of)),
            Part("from", Time(selection.MeasuredFrom)),
            Part("until", Time(selection.MeasuredUntil)),
            Part("with", Flags(request)),
            Part("repeat", request.RepeatCampaignId is { } campaign ? [Number(campaign)] : []),
        ];
        var text = string.Join(';', parts.Where(part => part.Length > 0));
        return text.Length > 0 ? text : Everything;
    }

    private static IEnumerable<string> Flags(SnapshotRequest request)
    {
        if (request.Selection.IncludesPrivate)
            yield return "private";
        if (request.IncludesMessages)
            yield return "messages";
        if (request.Predictions is not null)
            yield return "predictions";
        if (request.ModelFiles is not null)
            yield return "model-files";
    }

    private static IEnumerable<string> Time(DateTimeOffset? time) =>
        time is { } value ? [value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture)] : [];

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Part(string name, IEnumerable<string> values) =>
        string.Join(',', values) is { Length: > 0 } list ? $"{name}={list}" : "";
}
