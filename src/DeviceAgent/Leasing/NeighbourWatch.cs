using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// Tells whether a block shared its core with somebody: by the ratio of the two loops of <see cref="CoreMeter"/> beside it, against the
/// ratio of a core of one's own, which is the low end of the latest readings beside models of as many threads: threads of the runtime that
/// wait for the next inference are on the cores as well, and are no neighbour.
/// </summary>
internal sealed class NeighbourWatch
{
    /// <summary>A ratio that exceeds that of a core of one's own by more than this part was read on a shared one; a busy neighbour doubles it.</summary>
    public const double Tolerance = 0.25;

    /// <summary>Readings that a judgement needs.</summary>
    public const int MinReadings = 10;

    private const int Kept = 1000;

    private const int RenewEvery = 10;

    // Not the least: a reading may be wrong.
    private const double LowEnd = 0.05;

    private readonly Dictionary<int, Base> _bases = [];

    /// <summary>Takes the readings beside a block in, and judges it.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="threads">Threads of the model.</param>
    /// <returns>Whether it shared its core; null as long as there are too few readings.</returns>
    public bool? Judge(CoreReadings readings, int threads)
    {
        if (!_bases.TryGetValue(threads, out var alike)) _bases[threads] = alike = new Base();
        return alike.Take(readings.LeastRatio) is { } own ? readings.Ratio > (1 + Tolerance) * own : null;
    }

    /// <summary>The ratio of a core of one's own, learnt from what is read.</summary>
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
