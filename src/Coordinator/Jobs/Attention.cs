namespace LatBench.Coordinator.Jobs;

/// <summary>
/// The time for which this process could have heard its devices without a break: it was listening, and the database answered. A device is silent only for as
/// long as that, so that one that could not call is not taken for absent.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxGap">The longest time between two confirmations; in a longer one the machine slept, its clock was set, or the process was starved.</param>
internal sealed class Attention(TimeProvider time, TimeSpan maxGap)
{
    private DateTimeOffset? _since;
    private DateTimeOffset _last;

    /// <summary>Confirms that devices can be heard now.</summary>
    public void Confirm()
    {
        var now = time.GetUtcNow();
        if (_since is null || now < _last || now - _last > maxGap)
            _since = now;
        _last = now;
    }

    /// <summary>Notes that devices could not be heard; the time begins anew with the next confirmation.</summary>
    public void Lapse() => _since = null;

    /// <summary>Returns true if devices could be heard for all of the time up to now.</summary>
    public bool Covers(TimeSpan duration) => _since is { } since && time.GetUtcNow() - since >= duration;
}
