using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The progress of the planning of a large campaign: a line when a stage begins, and one every two seconds in between.</summary>
internal sealed class PlanningLines(Terminal terminal)
{
    /// <summary>The number of measurements below which no lines are written, as the planning ends before a user could read one.</summary>
    public const int MinMeasurements = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private PlanningStage _stage;
    private long _writtenAt;

    public void Report(CampaignPlanning planning)
    {
        if (planning.Measurements < MinMeasurements || (planning.Stage == _stage && terminal.Time.GetElapsedTime(_writtenAt) < Interval))
            return;
        (_stage, _writtenAt) = (planning.Stage, terminal.Time.GetTimestamp());
        terminal.Note(Text(planning));
    }

    /// <summary>Describes the progress in one line.</summary>
    public static string Text(CampaignPlanning planning)
    {
        var (done, total) = (Figures.Count(planning.Done), Figures.Count(planning.Total));
        var stage = planning.Stage switch
        {
            PlanningStage.Exporting => $"{done} of {total} models exported",
            PlanningStage.Storing => $"{done} of {total} measurements and jobs stored",
            _ => $"{done} of {total}",
        };
        return $"Planning {Figures.Count(planning.Measurements, "measurement")}: {stage}";
    }
}
