using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>Campaigns and their measurements in words.</summary>
internal static class CampaignText
{
    /// <summary>Gets the word for a state, with the class of its badge.</summary>
    public static (string Text, string Kind) Of(CampaignState state) => state switch
    {
        CampaignState.Running => ("running", "busy"),
        CampaignState.Succeeded => ("succeeded", "good"),
        CampaignState.Cancelled => ("cancelled", "warn"),
        _ => (state.ToString().ToLowerInvariant(), ""),
    };

    /// <summary>Describes a selection in a few words.</summary>
    public static string Of(Selection? selection) => selection?.ChoiceCase switch
    {
        Selection.ChoiceOneofCase.Sample => $"random sample of {Figures.Count(selection.Sample.Count)}, seed {selection.Sample.Seed}",
        Selection.ChoiceOneofCase.WholeSpace => "the whole space",
        Selection.ChoiceOneofCase.Architectures when selection.Architectures.Architectures.Count > 0 => Figures.Count(selection.Architectures.Architectures.Count, "architecture") + " by name",
        Selection.ChoiceOneofCase.Architectures => "architectures by name",
        _ => "–",
    };

    /// <summary>Gets the search space of a campaign.</summary>
    public static string Space(Campaign campaign) => campaign.Selection is { SearchSpace.Length: > 0 } selection ? selection.SearchSpace : "nas-bench-201";

    /// <summary>Gets the name for people: the display name, or the number.</summary>
    public static string Title(Campaign campaign) => campaign.DisplayName.Length > 0 ? campaign.DisplayName : "Campaign " + ResourceAddress.IdOf(campaign.Name);

    /// <summary>Splits the text of an architecture where a line may break: after each operation and each node.</summary>
    public static IReadOnlyList<string> Parts(string architecture)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 1; i < architecture.Length; i++)
        {
            var isEndOfNode = architecture[i - 1] == '+';
            var isEndOfOperation = architecture[i - 1] == '|' && i - 1 > start && architecture[i] != '+';
            if (!isEndOfNode && !isEndOfOperation)
                continue;
            parts.Add(architecture[start..i]);
            start = i;
        }

        parts.Add(architecture[start..]);
        return parts;
    }

    /// <summary>Describes the model configurations, one a line.</summary>
    public static IReadOnlyList<string> Configurations(Campaign campaign) => [.. campaign.ModelConfigs.Select(config => config.Describe())];

    /// <summary>Gets the number of measurements that have a verdict which lasts: those still to be made and those cancelled are not among them.</summary>
    public static int Ended(CampaignProgress progress) => progress.Measurements - progress.Pending - progress.Cancelled;
}
