using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Jobs;
using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Storage.Tests;

/// <summary>The changes from which the coordinator decides more, made by its own classes at a given time.</summary>
internal static class StoreOperations
{
    public static Task<IReadOnlyList<LeasedJob>> LeaseAsync(this IStore store, string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now, CancellationToken token) =>
        store.Ending(now).WriteAsync(transaction => transaction.LeaseJobsAsync(deviceId, maxJobs, duration, now), token);

    public static Task<CompletionOutcome> CompleteAsync(
        this IStore store, JobResult result, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide, CancellationToken token) =>
        store.Completion(result.Now, decide).CompleteAsync(result, token);

    public static Task<CompletionOutcome> CompleteProfileAsync(this IStore store, ProfileResult result, CancellationToken token) =>
        store.Ending(result.Now).WriteAsync(transaction => transaction.TakeProfileAsync(result), token);

    public static Task<FailureOutcome> FailAsync(this IStore store, JobFailure failure, CancellationToken token) =>
        store.Ending(failure.Now).WriteAsync(transaction => transaction.FailJobAsync(failure), token);

    public static Task<int> ExpireLeasesAsync(this IStore store, DateTimeOffset now, CancellationToken token) =>
        store.Ending(now).WriteAsync(transaction => transaction.ExpireLeasesAsync(now), token);

    public static Task<Device?> SetStateAsync(this IStore store, string deviceId, DeviceState state, DateTimeOffset now, CancellationToken token) =>
        store.Ending(now).WriteAsync(transaction => transaction.SetDeviceStateAsync(deviceId, state, now), token);

    public static Task<Campaign?> CancelAsync(this IStore store, long campaignId, DateTimeOffset now, CancellationToken token) =>
        store.Ending(now).CancelAsync(campaignId, token);

    public static Task<CampaignResumption> ResumeAsync(this IStore store, long campaignId, string? requestId, DateTimeOffset now, CancellationToken token) =>
        store.Ending(now).ResumeAsync(campaignId, requestId, token);

    /// <summary>Results that are given to one of these share transactions.</summary>
    public static JobCompletion Completion(this IStore store, DateTimeOffset now, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide) =>
        new(store, SearchSpaces.SearchSpaceRegistry.BuiltIn, store.Ending(now), decide);

    private static CampaignEnding Ending(this IStore store, DateTimeOffset now) => new(store, new FakeTimeProvider(now));
}
