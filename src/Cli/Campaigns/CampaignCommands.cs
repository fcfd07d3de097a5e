using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns …</c>.</summary>
internal static class CampaignCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "campaigns", "Measurement campaigns.", SubmitCommand.Create(host), List(host), Show(host), Watch(host), Cancel(host), Resume(host));

    private static Command List(CliHost host) =>
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

    private static CliCommand Show(CliHost host) =>
        new ResourceCommand<Campaign>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: context.CancellationToken)).Campaign,
            Print = (context, campaign) => Print(context.Terminal, campaign),
        }.Create(host, "show", "One campaign with its progress.", ["latbench campaigns show 1"]);

    private static void Print(Terminal terminal, Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        var configurations = campaign.ModelConfigs.Count > 0 ? campaign.ModelConfigs : [campaign.ModelConfig ?? new ModelConfig()];
        var protocol = campaign.Protocol ?? new Protocol();
        terminal.Pairs(
        [
            ("Campaign", campaign.Name),
            ("Name", campaign.DisplayName.Length > 0 ? campaign.DisplayName : Figures.None),
            ("State", Words.Of(campaign.State)),
            ("Selection", CampaignText.Selection(campaign.Selection)),
            .. configurations.Select((configuration, i) => (i == 0 ? "Model" : "", Words.Of(configuration))),
            .. campaign.Targets.Select((target, i) => (i == 0 ? "Targets" : "", target)),
            ("Protocol", string.Create(CultureInfo.InvariantCulture, $"{protocol.Name}, {protocol.MinPasses}..{protocol.MaxPasses} passes, error target {Figures.Percent(protocol.MaxRelativeError)}")),
            ("Architectures", $"{Figures.Count(progress.Architectures)} ({Figures.Count(progress.Unmeasurable)} not measurable), {Figures.Count(progress.Models, "model")}"),
            ("Progress", CampaignText.Standing(progress)),
            .. WaitingText.Pairs(campaign.Waiting, terminal.Time),
            ("Verdicts", $"{Figures.Count(progress.Valid)} valid ({Figures.Count(progress.Reused)} reused), {Figures.Count(progress.Suspect)} suspect, {Figures.Count(progress.Failed)} failed{(progress.Cancelled > 0 ? $", {Figures.Count(progress.Cancelled)} cancelled" : "")}"),
            ("Within target", $"{Figures.Count(progress.WithinTarget)} of {Figures.Count(progress.Measurements)}"),
            ("Median latency", progress.HasMedianLatencyMs ? Figures.Milliseconds(progress.MedianLatencyMs) : Figures.None),
            ("Inference time", progress.InferenceTime is { } time ? Figures.Duration(time.ToTimeSpan()) : Figures.None),
            ("Created", Figures.Time(campaign.CreateTime)),
            ("Ended", Figures.Time(campaign.EndTime)),
        ]);
        CampaignText.Skipped(terminal, campaign);
        if (campaign.State == CampaignState.Cancelled && CampaignText.CancelledNote(campaign) is { } note)
            terminal.Note(note);
    }

    private static CliCommand Watch(CliHost host)
    {
        var name = Name();
        var json = OptionFactory.Json();
        var command = host.Command("watch", "Follow a campaign to its end. Ctrl-C ends the watching, not the campaign.", "latbench campaigns watch 1");
        command.Add(name);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new GetCampaignRequest { Name = context.Get(name)! };
            var response = await connection.Campaigns.GetCampaignAsync(request, cancellationToken: context.CancellationToken);
            return await CampaignWatch.ShowToTheEndAsync(context, connection, response.Campaign, context.Get(json), isNew: false);
        });
    }

    private static CliCommand Cancel(CliHost host) =>
        new ResourceCommand<Campaign>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = name }, cancellationToken: context.CancellationToken)).Campaign,
            Print = (context, campaign) =>
            {
                context.Terminal.Line(CampaignText.Ending(campaign));
                if (CampaignText.CancelledNote(campaign) is { } note)
                    context.Terminal.Note(note);
            },
        }.Create(
            host,
            "cancel",
            "End a campaign; what was measured stays. What has the passes that the protocol asks of every model gets its verdict, the rest is cancelled and can be resumed.",
            ["latbench campaigns cancel 1"]);

    private static CliCommand Resume(CliHost host)
    {
        var name = Name();
        var watch = new Option<bool>("--watch") { Description = "Stay until the campaign has ended." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "resume", "Take up a cancelled campaign where it was left: the passes that it has count, the missing ones are measured.", "latbench campaigns resume 1 --watch");
        command.Add(name);
        command.Add(watch);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new ResumeCampaignRequest { Name = context.Get(name)!, RequestId = Guid.NewGuid().ToString() };
            var campaign = (await connection.Campaigns.ResumeCampaignAsync(
                request, deadline: connection.Within(CampaignSubmission.Deadline), cancellationToken: context.CancellationToken)).Campaign;
            if (!context.Get(json))
                context.Terminal.Line(CampaignText.Resumed(campaign));
            if (context.Get(watch))
                return await CampaignWatch.ShowToTheEndAsync(context, connection, campaign, context.Get(json), isNew: false);
            if (context.Get(json))
                context.Terminal.Json(campaign);
            return ExitCode.Done;
        });
    }

    private static Argument<string> Name() => ResourceName.Argument("campaigns", "campaign");
}
