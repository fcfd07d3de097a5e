namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>A clock whose wall time is set while its steady time goes on, as when a board finds a time server.</summary>
internal sealed class SettableClock : TimeProvider
{
    private DateTimeOffset _utc = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private TimeSpan _steady;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Called at each reading of the wall clock, before it is read.</summary>
    public Action OnRead { get; set; } = () => { };

    public override long GetTimestamp() => _steady.Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        OnRead();
        return _utc;
    }

    public void Pass(TimeSpan time)
    {
        _steady += time;
        _utc += time;
    }

    public void Set(TimeSpan by) => _utc += by;
}
