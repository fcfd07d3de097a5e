using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>Campaigns of quickstarts that were interrupted: nobody waits for them, and they would take the device from the next one.</summary>
internal static class LeftOverCampaigns
{
    /// <summary>What a quickstart calls its campaign.</summary>
    public const string DisplayName = "quickstart";

    private const int PageSize = 500;

    /// <summary>Cancels them; what they measured stays.</summary>
    public static async Task CancelAsync(CommandContext context, CoordinatorConnection connection)
    {
        var request = new ListCampaignsRequest { PageSize = PageSize };
        var newest = await connection.Campaigns.ListCampaignsAsync(request, cancellationToken: context.CancellationToken);
        foreach (var campaign in newest.Campaigns.Where(campaign => campaign.State == CampaignState.Running && campaign.DisplayName == DisplayName))
        {
            await connection.Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign.Name }, cancellationToken: context.CancellationToken);
            context.Terminal.Note($"{campaign.Name} of an interrupted quickstart is cancelled.");
        }
    }
}
