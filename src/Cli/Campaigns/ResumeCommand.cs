using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns resume</c>.</summary>
internal static class ResumeCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("campaigns", "campaign");
        var watch = new Option<bool>("--watch") { Description = "Stay until the campaign has ended." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "resume", "Take up a cancelled campaign where it was left: the passes that it has count, the missing ones are measured.", "latbench campaigns resume 1 --watch");
        command.Add(name);
        command.Add(watch);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new ResumeCampaignRequest { Name = context.Get(name)!, RequestId = Guid.NewGuid().ToString() };
            var campaign = (await connection.Campaigns.ResumeCampaignAsync(
                request, deadline: connection.Within(CampaignSubmission.Deadline), cancellationToken: context.CancellationToken)).Campaign;
            if (!context.Get(json))
                context.Terminal.Line(CampaignText.Resumed(campaign));
            if (context.Get(watch))
                return await WatchCommand.FollowAsync(context, connection, campaign, context.Get(json), isNew: false);
            if (context.Get(json))
                context.Terminal.Json(campaign);
            return ExitCode.Done;
        });
    }
}
