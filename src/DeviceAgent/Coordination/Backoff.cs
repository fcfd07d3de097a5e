using LatBench.Measurements;

namespace LatBench.DeviceAgent.Coordination;

/// <summary>Waits between attempts: doubling from the first to the longest, each shortened by up to half at random so that many agents do not call at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider clock, SplitMix64 generator)
{
    private int _attempts;

    /// <summary>Returns the time to wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var full = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, _attempts++));
        return TimeSpan.FromSeconds(full * (1 - (generator.NextDouble() / 2)));
    }

    /// <summary>Starts again from the first wait, after a success.</summary>
    /// <returns>The attempts there were since the last success.</returns>
    public int Reset() => Interlocked.Exchange(ref _attempts, 0);

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), clock, cancellationToken);
}
