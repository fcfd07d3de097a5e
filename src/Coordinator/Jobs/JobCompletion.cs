using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Profiles;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Jobs;

namespace LatBench.Coordinator.Jobs;

/// <summary>
/// Takes the results of jobs. A result, the estimate of its measurement, the verdict or one more pass, and the end of the campaign are stored in one
/// transaction; results that come at the same time share it.
/// </summary>
internal sealed class JobCompletion
{
    private readonly IStore _store;
    private readonly SearchSpaceRegistry _spaces;
    private readonly CampaignEnding _campaigns;
    private readonly Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> _decide;
    private readonly Batches<JobResult, CompletionOutcome> _results;

    /// <summary>Completes jobs.</summary>
    /// <param name="store">The database.</param>
    /// <param name="spaces">The search spaces, whose networks profiles are joined on.</param>
    /// <param name="campaigns">Ends campaigns.</param>
    /// <param name="decide">Makes the estimate from all counted passes so far, and decides whether to stop.</param>
    public JobCompletion(IStore store, SearchSpaceRegistry spaces, CampaignEnding campaigns, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide)
    {
        (_store, _spaces, _campaigns, _decide) = (store, spaces, campaigns, decide);
        _results = new(store.Jobs.ResultLanes, store.Jobs.MaxResults, StoreAsync);
    }

    /// <summary>Takes the result of a timed job.</summary>
    public Task<CompletionOutcome> CompleteAsync(JobResult result, CancellationToken cancellationToken) => _results.RunAsync(result, cancellationToken);

    /// <summary>Takes the result of a profile job, and gives its operators their places in the network.</summary>
    public async Task<CompletionOutcome> CompleteProfileAsync(ProfileResult result, CancellationToken cancellationToken)
    {
        if (await _store.Jobs.FindProfiledModelAsync(result.DeviceId, result.JobId, result.LeaseId, cancellationToken) is not { } model)
            return CompletionOutcome.UnknownLease;
        var placed = result with { Profile = ProfilePlaces.Join(_spaces, model, result.Profile) };
        return await _campaigns.WriteAsync(transaction => transaction.TakeProfileAsync(placed), cancellationToken);
    }

    private async Task<IReadOnlyList<CompletionOutcome>> StoreAsync(IReadOnlyList<JobResult> results)
    {
        await _store.Jobs.PrepareAsync(results, CancellationToken.None);
        return await _campaigns.WriteAsync(
            async transaction =>
            {
                var taken = await transaction.TakeResultsAsync(results);
                if (taken.Undecided.Count > 0)
                    await transaction.DecideAsync([.. taken.Undecided.Select(measurement => new DecidedMeasurement(measurement, _decide(measurement.Protocol, measurement.Passes)))]);
                return taken.Outcomes;
            },
            CancellationToken.None);
    }
}
