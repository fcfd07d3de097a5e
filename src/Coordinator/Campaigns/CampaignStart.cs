using System.Threading.Channels;
using LatBench.Coordinator.Errors;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Plans a campaign and stores it, once for each request id.</summary>
internal sealed class CampaignStart(IStore store, CampaignPlanner planner)
{
    private const int MaxRequestId = 100;

    /// <summary>The campaign as started, or the one that the same request started before.</summary>
    /// <param name="asked">The campaign as it was asked for.</param>
    /// <param name="requestId">Chosen by the caller; empty for none.</param>
    /// <param name="progress">Told how far it is; null where that is not asked for.</param>
    /// <param name="cancellationToken">Abandons it; nothing is started then.</param>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault.</exception>
    public async Task<Campaign> RunAsync(V1.Campaign? asked, string requestId, IProgress<PlanningProgress>? progress, CancellationToken cancellationToken)
    {
        if (requestId.Length > MaxRequestId)
            throw Refusals.InvalidArgument("request_id", $"The request id is at most {MaxRequestId} characters.");
        if (requestId.Length > 0 && await store.Campaigns.FindByRequestAsync(requestId, cancellationToken) is { } started)
            return started;
        var plan = await planner.PlanAsync(asked, requestId, cancellationToken, progress);
        return await store.Campaigns.CreateAsync(plan, cancellationToken);
    }

    /// <summary>The campaign as it would start; nothing is stored.</summary>
    /// <param name="asked">The campaign as it was asked for.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault.</exception>
    public Task<V1.Campaign> PreviewAsync(V1.Campaign? asked, CancellationToken cancellationToken) => planner.PreviewAsync(asked, cancellationToken);

    /// <summary>The same on a thread of its own; the caller reads meanwhile how far it is, and at the end the result.</summary>
    public (ChannelReader<PlanningProgress> Progress, Task<Campaign> Result) Begin(V1.Campaign? asked, string requestId, CancellationToken cancellationToken)
    {
        // A slow reader sees the latest.
        var reports = Channel.CreateBounded<PlanningProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var result = Task.Run(
            async () =>
            {
                try
                {
                    return await RunAsync(asked, requestId, new Reports(reports.Writer), cancellationToken);
                }
                finally
                {
                    reports.Writer.Complete();
                }
            },
            CancellationToken.None);
        return (reports.Reader, result);
    }

    private sealed class Reports(ChannelWriter<PlanningProgress> writer) : IProgress<PlanningProgress>
    {
        public void Report(PlanningProgress value) => writer.TryWrite(value);
    }
}
