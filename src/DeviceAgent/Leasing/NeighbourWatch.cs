using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// Tells whether a block shared its core with somebody: by the ratio of the two loops of <see cref="CoreMeter"/> beside it, against the
/// ratio of a core of one's own, which is the low end of the latest readings.
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

    private readonly Queue<double> _least = new();
    private double _own;
    private int _taken;

    /// <summary>Takes the readings beside a block in, and judges it.</summary>
    /// <returns>Whether it shared its core; null as long as there are too few readings.</returns>
    public bool? Judge(CoreReadings readings)
    {
        _least.Enqueue(readings.LeastRatio);
        if (_least.Count > Kept) _least.Dequeue();
        if (_least.Count < MinReadings) return null;
        if (_taken++ % RenewEvery == 0) _own = Measurements.Quantile.OfSorted([.. _least.Order()], LowEnd);
        return readings.Ratio > (1 + Tolerance) * _own;
    }
}
