using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Spool;
using LatBench.Settings;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// The agent's main loop after enrolment: deliver what is in the spool, lease a batch, work through it group by group, again. Disk and network
/// are used while models are loaded, never during a block.
/// </summary>
internal sealed class AgentLoop(
    JobQueue queue,
    JobRun run,
    int runners,
    MachineWatch watch,
    OutcomeWriter writer,
    DiskGate disk,
    PauseReporter pauses,
    SpoolDelivery delivery,
    Backoff backoff,
    AgentOptions options,
    TimeProvider clock,
    ILogger<AgentLoop> logger)
{
    /// <summary>Results are delivered in small groups: often enough to be seen, seldom enough not to disturb.</summary>
    private static readonly TimeSpan DeliveryInterval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan EmptyAnswerPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    private readonly BatchSize _batchSize = new(options.BatchDuration);
    private readonly LeaseBook _leases = new(clock);
    private readonly JobGroups _groups = new(runners);

    private readonly WaitNotice _unreachable = new(clock);

    private long _deliveredAt;
    private bool _reachable;

    /// <summary>Runs until told to stop; then gives back what was not started and delivers what is finished, within a short bound.</summary>
    /// <exception cref="AgentException">The coordinator does not accept the device any more.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await PersistAsync(async () => await delivery.DeliverAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false);
                await WaitForDiskAsync(stop).ConfigureAwait(false);
                await WorkAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await ShutDownAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits while the disk is full. Delivering goes on meanwhile, because delivered results leave the disk.</summary>
    private async Task WaitForDiskAsync(CancellationToken stop)
    {
        while (disk.WhyClosed() is { } reason)
        {
            await pauses.BeginAsync(PauseReason.DiskFull, reason, stop).ConfigureAwait(false);
            await backoff.WaitAsync(stop).ConfigureAwait(false);
            await GuardAsync(() => delivery.DeliverAsync(stop)).ConfigureAwait(false);
        }

        await pauses.EndAsync(PauseReason.DiskFull, stop).ConfigureAwait(false);
        backoff.Reset();
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        IReadOnlyList<JobLease> batch = [];
        var asked = clock.GetTimestamp();
        await PersistAsync(
            async () =>
            {
                asked = clock.GetTimestamp();
                batch = await queue.LeaseAsync(_batchSize.Next, stop).ConfigureAwait(false);
                return true;
            },
            stop).ConfigureAwait(false);
        if (batch.Count == 0)
        {
            if (clock.GetElapsedTime(asked) < EmptyAnswerPause) await Task.Delay(EmptyAnswerPause, clock, stop).ConfigureAwait(false);
            return;
        }

        LoopLog.Leased(logger, batch.Count);
        _leases.Begin(batch);
        await run.PrepareAsync([.. batch.Select(lease => lease.Job)], stop).ConfigureAwait(false);
        var began = clock.GetTimestamp();
        await RunBatchAsync(batch, stop).ConfigureAwait(false);
        _batchSize.Observe(batch.Count, clock.GetElapsedTime(began));
    }

    /// <summary>While the models of a group are loaded, what the group before it gave is written to the disk and delivered.</summary>
    private async Task RunBatchAsync(IReadOnlyList<JobLease> batch, CancellationToken stop)
    {
        _deliveredAt = clock.GetTimestamp();
        _reachable = true;
        var finished = new List<(JobLease Lease, JobOutcome Outcome)>();
        try
        {
            foreach (var group in _groups.Of(batch))
            {
                stop.ThrowIfCancellationRequested();
                await RenewIfDueAsync(stop).ConfigureAwait(false);
                var reporting = ReportAsync(finished, stop);
                try
                {
                    await RunGroupAsync(group, finished, reporting, stop).ConfigureAwait(false);
                }
                finally
                {
                    await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        finally
        {
            await writer.WriteAsync(finished, stop).ConfigureAwait(false);
        }
    }

    private async Task RunGroupAsync(
        IReadOnlyList<JobLease> group, List<(JobLease Lease, JobOutcome Outcome)> finished, Task reporting, CancellationToken stop)
    {
        var start = await watch.BeforeJobsAsync(group[0].Job.Target.ExecutionProvider, () => CoolDownAsync(stop), stop).ConfigureAwait(false);
        await pauses.EndAsync(PauseReason.TooHot, stop).ConfigureAwait(false);
        var held = group.Where(lease => _leases.Holds(lease.LeaseId)).ToArray();
        if (held.Length == 0) return;

        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var registration = stop.Register(() => grace.CancelAfter(options.StopGrace)).ConfigureAwait(false);
        // Empty when the first outcome comes: no block begins before the report has ended.
        await foreach (var outcome in run.RunAsync([.. held.Select(lease => lease.Job)], reporting, grace.Token).ConfigureAwait(false))
        {
            var lease = held[finished.Count];
            finished.Add((lease, watch.Complete(start, outcome)));
            _leases.Close(lease.LeaseId);
        }
    }

    /// <summary>About every second while the machine is too hot.</summary>
    private async Task CoolDownAsync(CancellationToken stop)
    {
        await RenewIfDueAsync(stop).ConfigureAwait(false);
        await pauses.BeginAsync(PauseReason.TooHot, watch.WhyHot, stop).ConfigureAwait(false);
    }

    private async Task ReportAsync(List<(JobLease Lease, JobOutcome Outcome)> finished, CancellationToken stop)
    {
        // Off the caller's path: the models of the next group are to begin loading first.
        await Task.Yield();
        await writer.WriteAsync(finished, stop).ConfigureAwait(false);
        if (!_reachable || clock.GetElapsedTime(_deliveredAt) < DeliveryInterval) return;
        _reachable = await GuardAsync(() => delivery.DeliverAsync(stop)).ConfigureAwait(false);
        _deliveredAt = clock.GetTimestamp();
    }

    private async Task RenewIfDueAsync(CancellationToken stop)
    {
        if (!_leases.IsDue) return;
        try
        {
            var answer = await GuardAsync(() => queue.RenewAsync(_leases.Open, stop)).ConfigureAwait(false);
            if (answer.LostLeaseIds.Count > 0) LoopLog.Lost(logger, answer.LostLeaseIds.Count);
            _leases.Renewed(answer.ExpireTime?.ToDateTimeOffset() ?? clock.GetUtcNow(), answer.LostLeaseIds);
        }
        catch (RpcException exception)
        {
            stop.ThrowIfCancellationRequested();
            // The jobs are measured all the same: a late result is kept.
            LoopLog.NotRenewed(logger, exception.Describe());
            _leases.Renewed(clock.GetUtcNow());
        }
    }

    /// <summary>Repeats a call, waiting longer each time, until it succeeds.</summary>
    private async Task PersistAsync(Func<Task<bool>> call, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                if (await GuardAsync(call).ConfigureAwait(false)) break;
            }
            catch (RpcException exception)
            {
                stop.ThrowIfCancellationRequested();
                if (_unreachable.Begin(exception.Describe())) LoopLog.Waiting(logger, options.Server, exception.Describe());
            }

            await backoff.WaitAsync(stop).ConfigureAwait(false);
        }

        var waited = _unreachable.Elapsed;
        if (_unreachable.End()) LoopLog.Reached(logger, options.Server, Math.Round(waited.TotalSeconds, 1));
        backoff.Reset();
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.IsRefusedCredential())
        {
            throw new AgentException(
                $"The coordinator at {options.Server} does not accept this device any more ({exception.Describe()}); enrol it again with a new token in {AgentSettings.TokenVariable}.");
        }
    }

    private async Task ShutDownAsync()
    {
        using var bound = new CancellationTokenSource(ShutdownTimeout, clock);
        try
        {
            await pauses.StopAsync(bound.Token).ConfigureAwait(false);
            if (_leases.Open.Count > 0) await queue.ReleaseAsync(_leases.Open, bound.Token).ConfigureAwait(false);
            if (!await delivery.DeliverAsync(bound.Token).ConfigureAwait(false)) LoopLog.LeftInSpool(logger);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            LoopLog.LeftInSpool(logger);
        }
    }
}
