namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The times of one job. They are told by the wall clock at the start and by the steady clock from then on, so that a wall clock that
/// is set meanwhile cannot make a job end before it began.
/// </summary>
internal sealed class JobClock(TimeProvider clock)
{
    /// <summary>The largest difference of the clocks, besides <see cref="Drift"/>, at which the wall clock does not count as set.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>The rate by which a wall clock is made to run faster or slower while it is brought to the right time: twice 500 ppm.</summary>
    private const double Drift = 0.001;

    private readonly long _startedAt = clock.GetTimestamp();

    public DateTimeOffset StartTime { get; } = clock.GetUtcNow();

    /// <summary>When it is now by a steady clock, and by how much the wall clock was set since the start; null where it was not.</summary>
    public (DateTimeOffset EndTime, TimeSpan? Jump) Stop()
    {
        var elapsed = clock.GetElapsedTime(_startedAt);
        var jump = clock.GetUtcNow() - StartTime - elapsed;
        return (StartTime + elapsed, jump.Duration() > Tolerance + (Drift * elapsed) ? jump : null);
    }
}
