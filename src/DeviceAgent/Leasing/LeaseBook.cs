using LatBench.Contracts.V1;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The leases of a batch that are still open, and when they must be renewed.</summary>
internal sealed class LeaseBook(TimeProvider clock)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private TimeSpan _interval = LongestInterval;
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
        _interval = TimeSpan.FromTicks(Math.Clamp(third.Ticks, ShortestInterval.Ticks, LongestInterval.Ticks));
    }
}
