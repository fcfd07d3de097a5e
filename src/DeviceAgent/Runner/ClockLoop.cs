using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// A loop whose duration tells the frequency of the core and next to nothing else: every step needs the result of the one before, and none
/// touches memory, so neither caches nor a neighbour on the other thread of the core change it much. A virtual machine has no other
/// source.
/// </summary>
internal static class ClockLoop
{
    /// <summary>Steps of one run: each a multiplication, a shift and an exclusive or, five cycles on the x86 processors of today.</summary>
    public const int Steps = 10_000;

    // The least of a few: an interrupt only adds.
    private const int Runs = 3;

    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static ulong _state = 1;

    /// <summary>Reads the clock of the CPU that this thread runs on; takes some 50 microseconds.</summary>
    /// <returns>Nanoseconds of one run, at least 1.</returns>
    public static long ReadNs()
    {
        var least = long.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            _state = Run(_state);
            least = Math.Min(least, Stopwatch.GetTimestamp() - start);
        }

        return Math.Max(1, (long)(least * (1e9 / Stopwatch.Frequency)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Run(ulong value)
    {
        for (var step = 0; step < Steps; step++)
        {
            value *= Multiplier;
            value ^= value >> 32;
        }

        return value | 1;
    }
}
