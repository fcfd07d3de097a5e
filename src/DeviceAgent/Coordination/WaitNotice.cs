namespace LatBench.DeviceAgent.Coordination;

/// <summary>Decides when a wait is worth a line in the log: when it begins, when its reason changes, and then at intervals that double.</summary>
internal sealed class WaitNotice(TimeProvider clock)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    private string? _reason;
    private TimeSpan _interval;
    private long _saidAt;
    private long _beganAt;

    /// <summary>Gets a value indicating whether a wait has begun that has not ended.</summary>
    public bool IsWaiting => _reason is not null;

    /// <summary>Gets the time that the wait has lasted.</summary>
    public TimeSpan Elapsed => IsWaiting ? clock.GetElapsedTime(_beganAt) : TimeSpan.Zero;

    /// <summary>Notes that it waits still.</summary>
    /// <param name="reason">The reason of the wait; another reason is reported at once.</param>
    /// <returns>True where it is to be logged now.</returns>
    public bool Begin(string reason)
    {
        var now = clock.GetTimestamp();
        if (!IsWaiting) _beganAt = now;
        if (reason == _reason)
        {
            if (clock.GetElapsedTime(_saidAt, now) < _interval) return false;
            _interval = _interval * 2 < MaxInterval ? _interval * 2 : MaxInterval;
        }
        else
        {
            _interval = FirstInterval;
        }

        (_reason, _saidAt) = (reason, now);
        return true;
    }

    /// <summary>Notes that the wait has ended.</summary>
    /// <returns>True where there was one.</returns>
    public bool End()
    {
        var waited = IsWaiting;
        _reason = null;
        return waited;
    }
}
