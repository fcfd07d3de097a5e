using System.Globalization;

namespace LatBench.Publishing.Packaging;

/// <summary>A selection as one canonical text: what selects the same gives the same text.</summary>
internal static class SelectionText
{
    public const string Everything = "everything";

    public static string Of(SnapshotRequest request)
    {
        var selection = request.Selection;
        var campaigns = selection.CampaignIds.Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture));
        var targets = selection.Targets.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var repeat = request.RepeatCampaignId is { } campaign ? [campaign.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>();
        string[] parts = [Part("campaigns", campaigns), Part("targets", targets), Part("repeat", repeat)];
        var text = string.Join(';', parts.Where(part => part.Length > 0));
        return text.Length > 0 ? text : Everything;
    }

    private static string Part(string name, IEnumerable<string> values) =>
        string.Join(',', values) is { Length: > 0 } list ? $"{name}={list}" : "";
}
