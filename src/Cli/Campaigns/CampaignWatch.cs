using Grpc.Core;
using LatBench.Cli.Connection;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Follows a campaign to its end; a stream that breaks is opened again.</summary>
internal static class CampaignWatch
{
    private const int MostFailuresInARow = 5;

    private static readonly TimeSpan StreamDeadline = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The campaign as it ended; <paramref name="onChange"/> sees every state before, and that one. <paramref name="note"/> is told when the coordinator
    /// does not answer.
    /// </summary>
    public static async Task<Campaign> FollowAsync(
        CoordinatorConnection connection, string name, Action<Campaign> onChange, Action<string> note, TimeProvider time, CancellationToken cancellationToken)
    {
        var lines = new ConnectionLines(note, connection.Server);
        for (var failures = 0; ;)
        {
            try
            {
                using var call = connection.Campaigns.WatchCampaign(
                    new WatchCampaignRequest { Name = name }, deadline: connection.Within(StreamDeadline), cancellationToken: cancellationToken);
                await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    failures = 0;
                    lines.Answered();
                    onChange(message.Campaign);
                    if (HasEnded(message.Campaign))
                        return message.Campaign;
                }

                failures++;
            }
            catch (RpcException error) when (IsPassing(error) && ++failures <= MostFailuresInARow)
            {
                lines.Failed(error);
                await Task.Delay(TimeSpan.FromSeconds(failures), time, cancellationToken);
            }

            if (failures > MostFailuresInARow)
                throw new RpcException(new Status(StatusCode.Unavailable, "the watch ended before the campaign did"));
        }
    }

    public static bool HasEnded(Campaign campaign) => campaign.State is CampaignState.Succeeded or CampaignState.Cancelled;

    // A stream is cut off by its deadline even when all is well.
    private static bool IsPassing(RpcException error) => error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
