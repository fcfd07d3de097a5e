using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("campaigns", "campaign");
        var json = OptionFactory.Json();
        var command = host.Command("cancel", "End a campaign; what was measured stays. What has the passes that the protocol asks of every model gets its verdict, the rest is cancelled and can be resumed.", "latbench campaigns cancel 1");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new CancelCampaignRequest { Name = context.Get(name)! };
            var campaign = (await connection.Campaigns.CancelCampaignAsync(request, cancellationToken: context.CancellationToken)).Campaign;
            if (context.Get(json))
            {
                context.Terminal.Json(campaign);
                return ExitCode.Done;
            }

            context.Terminal.Line(CampaignText.Ending(campaign));
            if (CampaignText.CancelledNote(campaign) is { } note)
                context.Terminal.Note(note);
            return ExitCode.Done;
        });
    }
}
