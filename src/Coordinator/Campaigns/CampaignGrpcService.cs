using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Waiting;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Signals;
using Campaign = LatBench.Contracts.V1.Campaign;
using CampaignState = LatBench.Storage.Campaigns.CampaignState;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Measurement campaigns.</summary>
internal sealed class CampaignGrpcService(IStore store, CampaignStart start, CampaignEnding ending, WaitReader waits, IHostApplicationLifetime lifetime, TimeProvider time, CampaignProgressReader progress) : CampaignService.CampaignServiceBase
{
    private const string Collection = "campaigns";

    /// <summary>The time that a watcher relies on the hint before it looks again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two messages to a watcher.</summary>
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override async Task<CreateCampaignResponse> CreateCampaign(CreateCampaignRequest request, ServerCallContext context)
    {
        if (request.ValidateOnly)
            return new CreateCampaignResponse { Campaign = await start.PreviewAsync(request.Campaign, context.CancellationToken) };
        var campaign = await start.RunAsync(request.Campaign, request.RequestId, progress: null, context.CancellationToken);
        return new CreateCampaignResponse { Campaign = await DescribeAsync(campaign.Id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task StartCampaign(StartCampaignRequest request, IServerStreamWriter<StartCampaignResponse> responseStream, ServerCallContext context)
    {
        var (progress, result) = start.Begin(request.Campaign, request.RequestId, context.CancellationToken);
        await foreach (var planning in progress.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new StartCampaignResponse { Planning = planning.ToProto() }, context.CancellationToken);
        var campaign = await DescribeAsync((await result).Id, context.CancellationToken);
        await responseStream.WriteAsync(new StartCampaignResponse { Campaign = campaign }, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<GetCampaignResponse> GetCampaign(GetCampaignRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        return new GetCampaignResponse { Campaign = await DescribeAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<ListCampaignsResponse> ListCampaigns(ListCampaignsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 50, max: 500);
        var campaigns = await store.Campaigns.ListAsync(Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListCampaignsResponse();
        foreach (var campaign in campaigns.Take(size))
            response.Campaigns.Add(campaign.ToSummary(await progress.ReadAsync(campaign, context.CancellationToken)));
        if (campaigns.Count > size)
            response.NextPageToken = Paging.Token(campaigns[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchCampaign(WatchCampaignRequest request, IServerStreamWriter<WatchCampaignResponse> responseStream, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        Campaign? sent = null;
        while (true)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var hint = store.Signals.WaitAsync(Topics.Campaign(id), PollInterval, look.Token);
            var campaign = await store.Campaigns.FindAsync(id, stop.Token) ?? throw NotFound(id);
            var message = campaign.ToSummary(await store.Campaigns.GetProgressAsync(id, stop.Token));
            message.Waiting.AddRange((await waits.OfCampaignAsync(id, stop.Token)).Select(WaitMapping.ToProto));
            if (!message.Equals(sent))
                await responseStream.WriteAsync(new WatchCampaignResponse { Campaign = sent = message }, stop.Token);
            if (campaign.State != CampaignState.Running)
            {
                await look.CancelAsync();
                await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            await Task.Delay(WatchPeriod, time, stop.Token);
            await hint;
        }
    }

    /// <inheritdoc/>
    public override async Task<CancelCampaignResponse> CancelCampaign(CancelCampaignRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        _ = await ending.CancelAsync(id, context.CancellationToken) ?? throw NotFound(id);
        return new CancelCampaignResponse { Campaign = await DescribeAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<ResumeCampaignResponse> ResumeCampaign(ResumeCampaignRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber(Collection, request.Name, "name");
        CheckRequestId(request.RequestId);
        var requestId = request.RequestId.Length == 0 ? null : request.RequestId;
        var resumption = await ending.ResumeAsync(id, requestId, context.CancellationToken);
        if (resumption.Outcome == ResumeOutcome.NotFound)
            throw NotFound(id);
        if (resumption.Outcome != ResumeOutcome.Resumed)
            throw RpcErrors.FailedPrecondition(WhyNotResumed(id, resumption));
        return new ResumeCampaignResponse { Campaign = await DescribeAsync(id, context.CancellationToken) };
    }

    private static string WhyNotResumed(long id, CampaignResumption resumption) => resumption switch
    {
        { Outcome: ResumeOutcome.NotCancelled, Campaign.State: CampaignState.Running } => $"Campaign {id} is running: only a cancelled campaign can be resumed.",
        { Outcome: ResumeOutcome.NotCancelled } => $"Campaign {id} has succeeded: only a cancelled campaign can be resumed.",
        { Outcome: ResumeOutcome.TargetsGone, GoneTargets: { Count: 1 } gone } =>
            $"Campaign {id} has cancelled measurements on {gone[0]}, which is gone: submit a new campaign on other targets.",
        { Outcome: ResumeOutcome.TargetsGone, GoneTargets: var gone } =>
            $"Campaign {id} has cancelled measurements on targets that are gone ({string.Join(", ", gone)}): submit a new campaign on those that are left; it takes over their passes.",
        _ => $"Raw samples of campaign {id} were removed, and without them its passes cannot be used: submit a new campaign.",
    };

    private static void CheckRequestId(string requestId)
    {
        if (requestId.Length > 100)
            throw RpcErrors.InvalidArgument("request_id", "The request id is at most 100 characters.");
    }

    private async Task<Campaign> DescribeAsync(long id, CancellationToken cancellationToken)
    {
        var campaign = await store.Campaigns.FindAsync(id, cancellationToken) ?? throw NotFound(id);
        var progress = await store.Campaigns.GetProgressAsync(id, cancellationToken);
        var skipped = await store.Campaigns.ListSkippedAsync(id, cancellationToken);
        var message = campaign.ToProto(progress, skipped);
        message.Waiting.AddRange((await waits.OfCampaignAsync(id, cancellationToken)).Select(WaitMapping.ToProto));
        return message;
    }

    private static RpcException NotFound(long id) =>
        RpcErrors.NotFound("campaign", ResourceName.Campaign(id), $"There is no campaign {id}: see 'latbench campaigns list'.");
}
