using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Waiting;
using LatBench.Search.Documents;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Signals;
using SearchState = LatBench.Storage.Searches.SearchState;

namespace LatBench.Coordinator.Searches;

/// <summary>Searches that are asked and told.</summary>
internal sealed class SearchGrpcService(
    IStore store, SearchSpaceRegistry spaces, SearchPlanner planner, Suggestions suggestions, ReportRequests reports, WinnerVerifications verifications, WaitReader waits, IHostApplicationLifetime lifetime, TimeProvider time)
    : SearchService.SearchServiceBase
{
    private const string Collection = "searches";

    private const int MaxRequestId = 100;

    private const int MaxCount = 1000;

    /// <summary>The time that a watcher relies on the hint before it looks again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two messages to a watcher.</summary>
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override async Task<CreateSearchResponse> CreateSearch(CreateSearchRequest request, ServerCallContext context)
    {
        CheckRequestId(request.RequestId);
        var search = request.RequestId.Length == 0 ? null : await store.Searches.FindByRequestAsync(request.RequestId, context.CancellationToken);
        search ??= await store.Searches.CreateAsync(await planner.PlanAsync(request.Search, request.RequestId, context.CancellationToken), context.CancellationToken);
        return new CreateSearchResponse { Search = await DescribeAsync(search.Id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<GetSearchResponse> GetSearch(GetSearchRequest request, ServerCallContext context) =>
        new() { Search = await DescribeAsync(Id(request.Name), context.CancellationToken) };

    /// <inheritdoc/>
    public override async Task<ListSearchesResponse> ListSearches(ListSearchesRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 50, max: 500);
        var searches = await store.Searches.ListAsync(Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListSearchesResponse();
        foreach (var search in searches.Take(size))
        {
            var summary = await SummariseAsync(search.Id, context.CancellationToken);
            summary.Waiting.Clear();
            response.Searches.Add(summary);
        }

        if (searches.Count > size)
            response.NextPageToken = Paging.Token(searches[size - 1].Id);
        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchSearch(WatchSearchRequest request, IServerStreamWriter<WatchSearchResponse> responseStream, ServerCallContext context)
    {
        var id = Id(request.Name);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        Contracts.V1.Search? sent = null;
        while (true)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var hint = store.Signals.WaitAsync(Topics.Search(id), PollInterval, look.Token);
            var message = await SummariseAsync(id, stop.Token);
            if (!message.Equals(sent))
                await responseStream.WriteAsync(new WatchSearchResponse { Search = sent = message }, stop.Token);
            if (message.State is Contracts.V1.SearchState.Succeeded or Contracts.V1.SearchState.Cancelled)
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
    public override async Task<CancelSearchResponse> CancelSearch(CancelSearchRequest request, ServerCallContext context)
    {
        var id = Id(request.Name);
        _ = await store.Searches.EndAsync(id, SearchState.Cancelled, "", time.GetUtcNow(), context.CancellationToken) ?? throw SearchErrors.NotFound(id);
        return new CancelSearchResponse { Search = await DescribeAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<SuggestArchitecturesResponse> SuggestArchitectures(SuggestArchitecturesRequest request, ServerCallContext context)
    {
        CheckRequestId(request.RequestId);
        if (request.Count is < 0 or > MaxCount)
            throw RpcErrors.InvalidArgument("count", $"{request.Count} suggestions at once are out of range: 1 to {MaxCount}, or 0 for as many as suit the strategy.");
        var (search, steps) = await suggestions.SuggestAsync(Id(request.Name), request.Count, request.RequestId, context.CancellationToken);
        var response = new SuggestArchitecturesResponse { BudgetLeft = search.BudgetLeft };
        response.Suggestions.AddRange(steps.Select(search.ToProto));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ReportAccuraciesResponse> ReportAccuracies(ReportAccuraciesRequest request, ServerCallContext context)
    {
        var id = Id(request.Name);
        await reports.TakeAsync(id, request, context.CancellationToken);
        return new ReportAccuraciesResponse { Search = await SummariseAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<ProveWinnersResponse> ProveWinners(ProveWinnersRequest request, ServerCallContext context)
    {
        var id = Id(request.Name);
        await verifications.BeginAsync(await LoadAsync(id, context.CancellationToken), request.Targets, request.Protocol, context.CancellationToken);
        return new ProveWinnersResponse { Search = await DescribeAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<GetSearchReportResponse> GetSearchReport(GetSearchReportRequest request, ServerCallContext context)
    {
        var search = await LoadAsync(Id(request.Name), context.CancellationToken);
        var message = search.ToProto(await MeasuredWinners.ReadAsync(store, search.Space, search.Stored.Id, context.CancellationToken));
        var response = new GetSearchReportResponse();
        response.Files.AddRange(ReportFiles.Write(SearchDocuments.Of(search, message)).Select(file => new SearchReportFile { Path = file.Path, Content = file.Content }));
        return response;
    }

    private static long Id(string name) => ResourceName.ParseNumber(Collection, name, "name");

    private static void CheckRequestId(string requestId)
    {
        if (requestId.Length > MaxRequestId)
            throw RpcErrors.InvalidArgument("request_id", $"The request id is at most {MaxRequestId} characters.");
    }

    private async Task<LoadedSearch> LoadAsync(long id, CancellationToken cancellationToken) =>
        await LoadedSearch.LoadAsync(store, spaces, id, cancellationToken) ?? throw SearchErrors.NotFound(id);

    private async Task<Contracts.V1.Search> DescribeAsync(long id, CancellationToken cancellationToken)
    {
        var search = await LoadAsync(id, cancellationToken);
        var measured = await MeasuredWinners.ReadAsync(store, search.Space, id, cancellationToken);
        var message = search.ToProto(measured);
        if (search.Stored.State == SearchState.Proving && measured.Campaigns is [.., var campaign])
            message.Waiting.AddRange((await waits.OfCampaignAsync(campaign, cancellationToken)).Select(WaitMapping.ToProto));
        return message;
    }

    private async Task<Contracts.V1.Search> SummariseAsync(long id, CancellationToken cancellationToken)
    {
        var search = await store.Searches.FindAsync(id, cancellationToken) ?? throw SearchErrors.NotFound(id);
        if (search.ProofTargets is null)
            return search.ToSummary(await store.Searches.ListStepsAsync(id, cancellationToken), 0);
        var described = await DescribeAsync(id, cancellationToken);
        described.Suggestions.Clear();
        described.Ranking.Clear();
        return described;
    }
}
