using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns list</c>.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command("list", "All campaigns, newest first.", "latbench campaigns list");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var campaigns = await Pages.ReadAsync(async token =>
            {
                var request = new ListCampaignsRequest { PageSize = PageSize, PageToken = token };
                var page = await connection.Campaigns.ListCampaignsAsync(request, cancellationToken: context.CancellationToken);
                return ((IEnumerable<Campaign>)page.Campaigns, page.NextPageToken);
            });
            if (context.Get(json))
                context.Terminal.Json(new ListCampaignsResponse { Campaigns = { campaigns } });
            else if (campaigns.Count == 0)
                context.Terminal.Note("There is no campaign yet: start one with `latbench campaigns submit --models 100`.");
            else
                context.Terminal.Table(["CAMPAIGN", "STATE", "DONE", "VALID", "REUSED", "SUSPECT", "FAILED", "CREATED", "TARGETS", "NAME"], campaigns.Select(Row));
            return ExitCode.Done;
        });
    }

    private static string[] Row(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        return
        [
            campaign.Name,
            Words.Of(campaign.State),
            $"{Figures.Count(progress.Measurements - progress.Pending)}/{Figures.Count(progress.Measurements)}",
            Figures.Count(progress.Valid),
            Figures.Count(progress.Reused),
            Figures.Count(progress.Suspect),
            Figures.Count(progress.Failed),
            Figures.Time(campaign.CreateTime),
            string.Join(", ", campaign.Targets),
            campaign.DisplayName,
        ];
    }
}
