using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("campaigns", "campaign");
        var json = OptionFactory.Json();
        var command = host.Command("show", "One campaign with its progress.", "latbench campaigns show 1");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetCampaignRequest { Name = context.Get(name)! };
            var campaign = (await connection.Campaigns.GetCampaignAsync(request, cancellationToken: context.CancellationToken)).Campaign;
            if (context.Get(json))
                context.Terminal.Json(campaign);
            else
                Show(context.Terminal, campaign);
            return ExitCode.Done;
        });
    }

    private static void Show(Terminal terminal, Campaign campaign)
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
}
