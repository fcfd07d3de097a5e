namespace LatBench.Measurements;

/// <summary>
/// Divides the measurements of a campaign on one device into cohorts, measured one after the other, so that a large campaign that is
/// interrupted has many finished models instead of one pass of each. A cohort is so large that its first passes alone fill the spread of
/// the protocol; a campaign of less than two such cohorts is one.
/// </summary>
public static class Cohorts
{
    /// <summary>Time that one job takes at least, loading included: cohorts of slower models only last longer.</summary>
    public static readonly TimeSpan MinJobDuration = TimeSpan.FromMilliseconds(25);

    /// <summary>The least number of measurements in a cohort, however small the spread: with it the first five passes last two minutes.</summary>
    public const int MinSize = 1000;

    /// <summary>The least number of measurements in a cohort: those that keep a device busy for the spread between the first of <see cref="MeasurementProtocol.MinPasses"/> and the last.</summary>
    public static int SizeFor(MeasurementProtocol protocol)
    {
        var jobs = Math.Ceiling(protocol.MinSpread / MinJobDuration / Math.Max(1, protocol.MinPasses - 1));
        return (int)Math.Clamp(jobs, MinSize, int.MaxValue);
    }

    /// <summary>The cohort of a measurement, from 0: as many cohorts as there are full ones, of nearly equal size.</summary>
    /// <param name="rank">Place of the measurement in the seeded random order of the first pass, from 0.</param>
    /// <param name="count">Measurements on the device.</param>
    /// <param name="size">The least size, see <see cref="SizeFor"/>.</param>
    public static int Of(int rank, int count, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return (int)((long)rank * Math.Max(1, count / size) / count);
    }
}
