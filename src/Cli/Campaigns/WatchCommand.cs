using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns watch</c>.</summary>
internal static class WatchCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("campaigns", "campaign");
        var json = OptionFactory.Json();
        var command = host.Command("watch", "Follow a campaign to its end. Ctrl-C ends the watching, not the campaign.", "latbench campaigns watch 1");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetCampaignRequest { Name = context.Get(name)! };
            var response = await connection.Campaigns.GetCampaignAsync(request, cancellationToken: context.CancellationToken);
            return await FollowAsync(context, connection, response.Campaign, context.Get(json), isNew: false);
        });
    }

    /// <summary>Follows the campaign, says how it ended; 1 where it was cancelled or nothing could be measured.</summary>
    public static async Task<int> FollowAsync(CommandContext context, CoordinatorConnection connection, Campaign campaign, bool json, bool isNew)
    {
        if (isNew && !json)
            CampaignText.Started(context.Terminal, campaign);
        var ended = await ProgressView.ShowAsync(context.Terminal, (report, note) =>
            CampaignWatch.FollowAsync(connection, campaign.Name, report, note, context.Time, context.CancellationToken));
        if (json)
            context.Terminal.Json(ended);
        else
            context.Terminal.Line(CampaignText.Ending(ended));
        return ended.State == CampaignState.Succeeded && (ended.Progress is null or { Measurements: 0 } or { Valid: > 0 } or { Suspect: > 0 })
            ? ExitCode.Done
            : ExitCode.Failed;
    }
}
