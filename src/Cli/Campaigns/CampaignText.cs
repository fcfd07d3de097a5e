using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Campaigns in words.</summary>
internal static class CampaignText
{
    /// <summary>Says what was started, and what was left out.</summary>
    public static void Started(Terminal terminal, Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        terminal.Line(
            $"{campaign.Name}: {Figures.Count(progress.Architectures, "architecture")}, {Figures.Count(progress.Models, "model")} on " +
            $"{string.Join(", ", campaign.Targets)}; {Figures.Count(progress.Pending)} to measure, {Figures.Count(progress.Reused)} reused{(progress.JobsDone > 0 ? $"; {TakenOver(progress)}" : "")}");
        Skipped(terminal, campaign);
    }

    /// <summary>Names at most ten architectures that were left out, with the reason of each.</summary>
    public static void Skipped(Terminal terminal, Campaign campaign)
    {
        const int Shown = 10;
        foreach (var skipped in campaign.Skipped.Take(Shown))
            terminal.Note($"Skipped {skipped.Architecture}: {skipped.Reason}");
        if (campaign.Skipped.Count > Shown)
            terminal.Note($"Skipped {Figures.Count(campaign.Skipped.Count - Shown)} more; `latbench campaigns show {ShellWord.Quote(campaign.Name)} --json` lists them.");
    }

    /// <summary>Describes what a resumed campaign has to do, and what it has.</summary>
    public static string Resumed(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        return $"{campaign.Name} resumed: {Figures.Count(progress.Pending)} to measure, {Figures.Count(Decided(progress))} done; {Figures.Count(progress.JobsDone, "job")} kept";
    }

    /// <summary>The number of jobs that a new campaign has taken over from cancelled ones, in words.</summary>
    public static string TakenOver(CampaignProgress progress) => $"{Figures.Count(progress.JobsDone, "job")} of cancelled campaigns taken over";

    /// <summary>The number of measurements that have a verdict which lasts: those still to be made and those cancelled are not among them.</summary>
    public static int Decided(CampaignProgress progress) => progress.Measurements - progress.Pending - progress.Cancelled;

    /// <summary>The number of measurements that were cancelled, with the command that takes them up; null where none was.</summary>
    public static string? CancelledNote(Campaign campaign) => campaign.Progress is { Cancelled: > 0 and var cancelled }
        ? $"{Figures.Count(cancelled, "measurement was", "measurements were")} cancelled; the passes are kept: `latbench campaigns resume {ShellWord.Quote(campaign.Name)}` takes them up."
        : null;

    /// <summary>Describes the progress of a campaign in one line.</summary>
    public static string Standing(CampaignProgress progress)
    {
        var parts = new List<string> { $"{Figures.Count(Decided(progress))} of {Figures.Count(progress.Measurements, "measurement")} done" };
        if (progress.Pending > 0)
            parts.Add($"pass {Figures.Count(progress.PassesDone + 1)}");
        parts.Add(Figures.Count(progress.JobsDone, "job"));
        parts.Add(Figures.Count(progress.Samples, "sample"));
        if (progress.ProfilesDone + progress.ProfilesOpen + progress.ProfilesFailed is > 0 and var profiles)
            parts.Add($"{Figures.Count(progress.ProfilesDone)} of {Figures.Count(profiles, "profile")}{(progress.ProfilesFailed > 0 ? $" ({Figures.Count(progress.ProfilesFailed)} failed)" : "")}");
        foreach (var (count, word) in new[] { (progress.Reused, "reused"), (progress.Suspect, "suspect"), (progress.Failed, "failed"), (progress.Cancelled, "cancelled") })
            if (count > 0)
                parts.Add($"{Figures.Count(count)} {word}");
        return string.Join(", ", parts);
    }

    /// <summary>Describes the outcome of an ended campaign in one line.</summary>
    public static string Ending(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        var median = progress.HasMedianLatencyMs ? $", median {Figures.Milliseconds(progress.MedianLatencyMs)}" : "";
        return $"{campaign.Name} {Words.Of(campaign.State)}: {Figures.Count(progress.Valid)} valid ({Figures.Count(progress.Reused)} reused), " +
            $"{Figures.Count(progress.Suspect)} suspect, {Figures.Count(progress.Failed)} failed{(progress.Cancelled > 0 ? $", {Figures.Count(progress.Cancelled)} cancelled" : "")}; " +
            $"{Figures.Count(progress.WithinTarget)} of {Figures.Count(progress.Measurements)} within the error target{median}";
    }

    /// <summary>The selection in a few words.</summary>
    public static string Selection(Selection? selection) => selection?.ChoiceCase switch
    {
        Contracts.V1.Selection.ChoiceOneofCase.Sample => $"sample of {Figures.Count(selection.Sample.Count)} (seed {selection.Sample.Seed})",
        Contracts.V1.Selection.ChoiceOneofCase.WholeSpace => "whole space",
        Contracts.V1.Selection.ChoiceOneofCase.Architectures when selection.Architectures.Architectures.Count > 0 =>
            Figures.Count(selection.Architectures.Architectures.Count, "architecture"),
        _ => "list of architectures",
    };
}
