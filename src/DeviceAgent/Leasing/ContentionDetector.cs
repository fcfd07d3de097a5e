using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// Detects contention: whether another process used the core during a block. Compares the ratio of the two loops of <see cref="CoreMeter"/>
/// beside it with that of an unshared core, which is the low end of the latest readings beside models of as many threads: threads of the
/// runtime that wait for the next inference are on the cores as well, and do not count as another process.
/// </summary>
internal sealed class ContentionDetector
{
    /// <summary>A ratio that exceeds that of an unshared core by more than this part was read on a shared one; a busy process on the core doubles it.</summary>
    public const double Tolerance = 0.25;

    /// <summary>The number of readings that a decision needs.</summary>
    public const int MinReadings = 10;

    private const int Kept = 1000;

    private const int RenewEvery = 10;

    // Not the least: a reading may be wrong.
    private const double LowEnd = 0.05;

    private readonly Dictionary<int, Base> _bases = [];

    /// <summary>Takes the readings beside a block in, and decides whether the core was shared.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="threads">Threads of the model.</param>
    /// <returns>True where it shared its core; null as long as there are too few readings.</returns>
    public bool? Detect(CoreReadings readings, int threads)
    {
        if (!_bases.TryGetValue(threads, out var alike)) _bases[threads] = alike = new Base();
        return alike.Take(readings.MinRatio) is { } own ? readings.Ratio > (1 + Tolerance) * own : null;
    }

    /// <summary>The ratio of an unshared core, estimated from the readings.</summary>
    private sealed class Base
    {
        private readonly Queue<double> _least = new();
        private double _own;
        private int _taken;

        /// <summary>Takes a reading in.</summary>
        /// <returns>The ratio; null as long as there are too few readings.</returns>
        public double? Take(double ratio)
        {
            _least.Enqueue(ratio);
            if (_least.Count > Kept) _least.Dequeue();
            if (_least.Count < MinReadings) return null;
            if (_taken++ % RenewEvery == 0) _own = Measurements.Quantile.OfSorted([.. _least.Order()], LowEnd);
            return _own;
        }
    }
}
