using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The coordinator's queue of jobs for this device.</summary>
internal sealed class JobQueue(Coordinator coordinator, string device, TimeProvider clock)
{
    /// <summary>The time that one call waits at an empty queue.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<JobLease>> LeaseAsync(int maxJobs, CancellationToken cancellationToken)
    {
        var request = new LeaseJobsRequest { Device = device, MaxJobs = maxJobs, Wait = Duration.FromTimeSpan(Wait) };
        return (await coordinator.Jobs.LeaseJobsAsync(request, coordinator.Call(clock, cancellationToken, Wait)).ConfigureAwait(false)).Leases;
    }

    public async Task<RenewLeasesResponse> RenewAsync(IEnumerable<string> leaseIds, CancellationToken cancellationToken) =>
        await coordinator.Jobs.RenewLeasesAsync(
            new RenewLeasesRequest { Device = device, LeaseIds = { leaseIds } },
            coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);

    /// <summary>Tells why the agent pauses; <see cref="PauseReason.Unspecified"/> where it goes on.</summary>
    public async Task ReportPauseAsync(PauseReason reason, string message, CancellationToken cancellationToken) =>
        await coordinator.Jobs.ReportPauseAsync(
            new ReportPauseRequest { Device = device, Reason = reason, Message = message },
            coordinator.CallWithin(ReportTimeout, clock, cancellationToken)).ConfigureAwait(false);

    public async Task ReleaseAsync(IEnumerable<string> leaseIds, CancellationToken cancellationToken) =>
        await coordinator.Jobs.ReleaseJobsAsync(
            new ReleaseJobsRequest { Device = device, LeaseIds = { leaseIds } },
            coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);
}

/// <summary>The leases of a batch that are still open, and when they must be renewed.</summary>
internal sealed class LeaseBook(TimeProvider clock)
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private TimeSpan _interval = MaxInterval;
    private long _renewedAt;

    public IReadOnlyCollection<string> Open => _open;

    /// <summary>Gets a value indicating whether it is time to renew: a third of the lease has passed since the last time.</summary>
    public bool IsDue => _open.Count > 0 && clock.GetElapsedTime(_renewedAt) >= _interval;

    public void Begin(IReadOnlyList<JobLease> leases)
    {
        _open.Clear();
        _open.UnionWith(leases.Select(lease => lease.LeaseId));
        Renewed(leases.Select(lease => lease.ExpireTime).Where(time => time is not null).Select(time => time.ToDateTimeOffset()).DefaultIfEmpty(clock.GetUtcNow()).Min());
    }

    public bool Holds(string leaseId) => _open.Contains(leaseId);

    public void Close(string leaseId) => _open.Remove(leaseId);

    public void Renewed(DateTimeOffset expireTime, IEnumerable<string>? lost = null)
    {
        _open.ExceptWith(lost ?? []);
        _renewedAt = clock.GetTimestamp();
        // The clocks of device and coordinator may differ, so the interval is bounded on both sides.
        var third = (expireTime - clock.GetUtcNow()) / 3;
        _interval = TimeSpan.FromTicks(Math.Clamp(third.Ticks, MinInterval.Ticks, MaxInterval.Ticks));
    }
}
