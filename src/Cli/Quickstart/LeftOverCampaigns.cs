using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>Campaigns of commands that were interrupted: none waits for them, and they would take the device from the next one.</summary>
internal static class LeftOverCampaigns
{
    /// <summary>The display name of a quickstart's campaign.</summary>
    public const string DisplayName = "quickstart";

    /// <summary>The display name of a campaign of <c>latbench measure</c>.</summary>
    public const string MeasureName = "measure";

    private const int PageSize = 500;

    /// <summary>Cancels them; what they measured stays.</summary>
    public static async Task CancelAsync(CommandContext context, CoordinatorConnection connection)
    {
        foreach (var campaign in await ListRunningAsync(connection, [DisplayName, MeasureName], context.CancellationToken))
        {
            await connection.Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign.Name }, cancellationToken: context.CancellationToken);
            context.Terminal.Note($"{campaign.Name} of an interrupted {campaign.DisplayName} is cancelled; what it measured is used.");
        }
    }

    /// <summary>
    /// The running campaign that measures just what <paramref name="asked"/> would on <paramref name="device"/>, null where there is none: a quickstart that was
    /// killed leaves coordinator and agent behind, and they go on with it.
    /// </summary>
    public static async Task<Campaign?> FindSameAsync(CoordinatorConnection connection, Campaign asked, Device device, CancellationToken cancellationToken) =>
        asked.Remeasure ? null : (await ListRunningAsync(connection, [DisplayName], cancellationToken)).FirstOrDefault(campaign => IsSame(campaign, asked, device));

    private static bool IsSame(Campaign campaign, Campaign asked, Device device) =>
        campaign.Selection?.Sample is { } sample && sample.Equals(asked.Selection.Sample)
        && campaign.ModelConfigs.Count <= 1 && Equals(campaign.ModelConfig, asked.ModelConfig)
        && campaign.Protocol.ToDomain() == asked.Protocol.ToDomain()
        && campaign.Targets is [var target] && target == device.Targets.FirstOrDefault()?.Slug;

    private static async Task<IEnumerable<Campaign>> ListRunningAsync(CoordinatorConnection connection, string[] names, CancellationToken cancellationToken)
    {
        var newest = await connection.Campaigns.ListCampaignsAsync(new ListCampaignsRequest { PageSize = PageSize }, cancellationToken: cancellationToken);
        return newest.Campaigns.Where(campaign => campaign.State == CampaignState.Running && names.Contains(campaign.DisplayName));
    }
}
