namespace LatBench.Measurements;

/// <summary>
/// Decides when a block of samples is long enough: floors on its time and on its number of samples, and an upper bound
/// on that number, which keeps a very fast model from filling the memory. It takes durations and reads no clock.
/// </summary>
/// <param name="minDuration">Least sum of the samples.</param>
/// <param name="minSamples">Least number of samples, 1 to <see cref="MaxSamples"/>.</param>
public sealed class BlockRule(TimeSpan minDuration, int minSamples)
{
    /// <summary>Most samples of one block; it ends there even if it is shorter than its floor on time.</summary>
    public const int MaxSamples = 10_000;

    private readonly double _minNanoseconds = minDuration.TotalNanoseconds;

    /// <summary>Least number of samples.</summary>
    public int MinSamples { get; } = minSamples is >= 1 and <= MaxSamples
        ? minSamples
        : throw new ArgumentOutOfRangeException(nameof(minSamples), minSamples, $"A block has 1 to {MaxSamples} samples.");

    /// <summary>The rule of a protocol.</summary>
    public static BlockRule Of(MeasurementProtocol protocol) => new(protocol.MinBlockDuration, protocol.MinBlockSamples);

    /// <summary>Determines whether the block is complete.</summary>
    /// <param name="samples">Samples taken so far.</param>
    /// <param name="elapsedNanoseconds">Their sum.</param>
    public bool IsComplete(int samples, double elapsedNanoseconds) =>
        samples >= MaxSamples || (samples >= MinSamples && elapsedNanoseconds >= _minNanoseconds);
}
