namespace LatBench.DeviceAgent.Leasing;

/// <summary>Determines the number of jobs to lease at once, so that a batch lasts about as long as wished.</summary>
internal sealed class BatchSize(TimeSpan wishedDuration)
{
    public const int Fewest = 4;
    public const int Most = 256;

    private const int First = 8;
    private const double Memory = 0.7;

    private double? _secondsPerJob;

    public int Next => _secondsPerJob is { } seconds
        ? (int)Math.Clamp(wishedDuration.TotalSeconds / seconds, Fewest, Most)
        : First;

    /// <summary>Learns from a batch that was worked through.</summary>
    public void Observe(int jobs, TimeSpan duration)
    {
        if (jobs == 0 || duration <= TimeSpan.Zero) return;
        var seconds = duration.TotalSeconds / jobs;
        _secondsPerJob = _secondsPerJob is { } before ? (Memory * before) + ((1 - Memory) * seconds) : seconds;
    }
}
