namespace LatBench.DeviceAgent.Leasing;

/// <summary>Lets a job begin only when the machine is cool enough, or has had its time to cool down.</summary>
/// <param name="options">The temperature and the time.</param>
/// <param name="clock">Counts the time.</param>
internal sealed class CoolDownGate(CoolDownOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits while the machine is too hot. A machine that tells no temperature is let through at once.</summary>
    /// <param name="temperature">The temperature now, in millidegrees Celsius; null where none is told.</param>
    /// <param name="whileWaiting">Called about every second; no block runs then.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<CoolDown> WaitAsync(Func<Task<long?>> temperature, Func<Task> whileWaiting, CancellationToken cancellationToken)
    {
        if (options.MaxStartMillidegrees is not { } limit) return CoolDown.None;
        var began = clock.GetTimestamp();
        var waited = TimeSpan.Zero;
        while (await temperature().ConfigureAwait(false) > limit)
        {
            if (waited >= options.MaxDuration) return new CoolDown(waited, IsHot: true);
            var rest = options.MaxDuration - waited;
            await Task.Delay(rest < Interval ? rest : Interval, clock, cancellationToken).ConfigureAwait(false);
            await whileWaiting().ConfigureAwait(false);
            waited = clock.GetElapsedTime(began);
        }

        return new CoolDown(waited, IsHot: false);
    }
}

/// <summary>When a job may begin.</summary>
internal sealed record CoolDownOptions
{
    /// <summary>Highest temperature to begin at, in millidegrees Celsius; null for any.</summary>
    public long? MaxStartMillidegrees { get; init; }

    /// <summary>Longest time to wait; then the model is measured all the same and the pass flagged <c>hot</c>. Default 1 min.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>The result of waiting at the gate.</summary>
/// <param name="Waited">The time that it kept the job back.</param>
/// <param name="IsHot">True where it then let it through although the machine was still too hot.</param>
internal readonly record struct CoolDown(TimeSpan Waited, bool IsHot)
{
    public static CoolDown None => default;
}
