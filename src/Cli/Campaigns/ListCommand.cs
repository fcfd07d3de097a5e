using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host) =>
        new Listing<Campaign>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListCampaignsRequest { PageSize = size, PageToken = token };
                var page = await connection.Campaigns.ListCampaignsAsync(request, cancellationToken: context.CancellationToken);
                return (page.Campaigns, page.NextPageToken);
            },
            Document = campaigns => new ListCampaignsResponse { Campaigns = { campaigns } },
            Empty = "There is no campaign yet: start one with `latbench campaigns submit --models 100`.",
            Headings = ["CAMPAIGN", "STATE", "DONE", "VALID", "REUSED", "SUSPECT", "FAILED", "CANCELLED", "CREATED", "TARGETS", TableColumn.FreeText("NAME")],
            Row = (campaign, _) => Row(campaign),
        }.Create(host, "All campaigns, newest first; `campaigns show` lists the targets of one.", "latbench campaigns list");

    private static string[] Row(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        return
        [
            campaign.Name,
            Words.Of(campaign.State),
            $"{Figures.Count(CampaignText.Decided(progress))}/{Figures.Count(progress.Measurements)}",
            Figures.Count(progress.Valid),
            Figures.Count(progress.Reused),
            Figures.Count(progress.Suspect),
            Figures.Count(progress.Failed),
            Figures.Count(progress.Cancelled),
            Figures.Time(campaign.CreateTime),
            campaign.Targets is [var only] ? only : Figures.Count(campaign.Targets.Count, "target"),
            campaign.DisplayName,
        ];
    }
}
