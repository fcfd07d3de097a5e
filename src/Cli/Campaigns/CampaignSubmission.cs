using Grpc.Core;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Starts a campaign and shows meanwhile how far its planning is: a bar on a terminal, plain lines elsewhere.</summary>
internal static class CampaignSubmission
{
    /// <summary>The coordinator exports every model of a campaign before it answers.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>The campaign as started; a repeat after a broken connection starts no second one.</summary>
    public static Task<Campaign> RunAsync(Terminal terminal, CoordinatorConnection connection, Campaign campaign, CancellationToken cancellationToken)
    {
        var request = new StartCampaignRequest { Campaign = campaign, RequestId = Guid.NewGuid().ToString() };
        if (!terminal.ShowsProgressBar)
            return StartAsync(connection, request, new PlanningLines(terminal).Report, cancellationToken);
        return terminal.WithProgressAsync("Planning", report => StartAsync(
            connection,
            request,
            planning => report(planning.Total > 0 ? (double)planning.Done / planning.Total : 0, PlanningLines.Text(planning)),
            cancellationToken));
    }

    private static async Task<Campaign> StartAsync(
        CoordinatorConnection connection, StartCampaignRequest request, Action<CampaignPlanning> onPlanning, CancellationToken cancellationToken)
    {
        try
        {
            using var call = connection.Campaigns.StartCampaign(request, deadline: connection.Within(Deadline), cancellationToken: cancellationToken);
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                if (message.Campaign is { } campaign)
                    return campaign;
                if (message.Planning is { } planning)
                    onPlanning(planning);
            }

            throw new RpcException(new Status(StatusCode.Unavailable, "the answer ended before the campaign was started"));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            // A coordinator from before this call.
            var asked = new CreateCampaignRequest { Campaign = request.Campaign, RequestId = request.RequestId };
            return (await connection.Campaigns.CreateCampaignAsync(asked, deadline: connection.Within(Deadline), cancellationToken: cancellationToken)).Campaign;
        }
    }
}

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
