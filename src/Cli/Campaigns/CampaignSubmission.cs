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
