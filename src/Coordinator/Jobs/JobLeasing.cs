using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Hosting;
using LatBench.Storage;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;

namespace LatBench.Coordinator.Jobs;

/// <summary>Gives jobs to devices, and takes back those that were not measured.</summary>
internal sealed class JobLeasing(IStore store, CampaignEnding campaigns, CoordinatorOptions options, TimeProvider time)
{
    /// <summary>The time that a waiting agent relies on the hint before it looks again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Leases queued jobs of a device; waits for the first where none is due. Empty where the wait has ended.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<LeasedJob>> LeaseAsync(string device, int maxJobs, TimeSpan wait, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + wait;
        var topic = Topics.Device(device);
        while (true)
        {
            // The wait starts before the look, so that a hint between the two is not missed.
            var remaining = deadline - time.GetUtcNow();
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var hint = remaining > TimeSpan.Zero
                ? store.Signals.WaitAsync(topic, remaining < PollInterval ? remaining : PollInterval, look.Token)
                : Task.CompletedTask;
            var leases = await campaigns.WriteAsync(transaction => transaction.LeaseJobsAsync(device, maxJobs, options.LeaseDuration, time.GetUtcNow()), cancellationToken);
            if (leases.Count > 0 || remaining <= TimeSpan.Zero)
            {
                await look.CancelAsync();
                await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return leases;
            }

            // A job that waits for its time is not told of by a hint.
            if (await store.Jobs.NextDueAsync(device, cancellationToken) is { } due && due - time.GetUtcNow() < PollInterval)
                look.CancelAfter(due > time.GetUtcNow() ? due - time.GetUtcNow() : TimeSpan.Zero);
            await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes back a job that could not be measured.</summary>
    public Task<FailureOutcome> FailAsync(JobFailure failure, CancellationToken cancellationToken) =>
        campaigns.WriteAsync(transaction => transaction.FailJobAsync(failure with { QuarantineAfter = options.QuarantineAfter }), cancellationToken);

    /// <summary>Takes back all jobs whose lease has expired; returns their number.</summary>
    public Task<int> ExpireAsync(CancellationToken cancellationToken) =>
        campaigns.WriteAsync(transaction => transaction.ExpireLeasesAsync(time.GetUtcNow()), cancellationToken);
}
