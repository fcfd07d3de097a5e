using System.Diagnostics;

namespace LatBench.DeviceAgent.Checking;

/// <summary>Finds the smallest step of a clock by reading it again and again.</summary>
internal static class TimerStep
{
    private const int Readings = 20_000;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Of the clock that times inferences, in nanoseconds.</summary>
    public static double? MeasureNs() => Smallest(Stopwatch.GetTimestamp) is { } ticks ? ticks * NanosecondsPerSecond / Stopwatch.Frequency : null;

    /// <summary>In its own ticks; null where it does not move.</summary>
    public static long? Smallest(Func<long> read)
    {
        long? smallest = null;
        var before = read();
        for (var reading = 0; reading < Readings; reading++)
        {
            var now = read();
            if (now > before && (smallest is null || now - before < smallest)) smallest = now - before;
            before = now;
        }

        return smallest;
    }
}
