using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// Two short loops that measure what a virtual machine has no other source for: the frequency of the core, and whether another process runs
/// on its other thread. They are run around a block, never within it.
/// </summary>
/// <remarks>
/// The clock loop is a chain: each step needs the result of the one before and none touches memory, so its duration is a number of cycles,
/// whatever another process on the core does. The wide loop keeps the core's units for loads, stores and arithmetic busy, so another process
/// on the core makes it about twice as long. Their ratio does not depend on the frequency.
/// </remarks>
internal sealed class CoreMeter
{
    /// <summary>Steps of the clock loop: each a multiplication, a shift and an exclusive or, five cycles on the x86 processors of today.</summary>
    public const int ClockSteps = 10_000;

    private const int Runs = 3;
    private const int Sweeps = 60;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    // Both fit the first cache, twice over.
    private readonly float[] _addends = new float[2048];
    private readonly float[] _values = new float[2048];
    private readonly long[] _widths = new long[Runs];
    private ulong _state = 1;

    /// <summary>Reads the core that this thread runs on; takes some 70 microseconds.</summary>
    public CoreReading Read()
    {
        Sweep(1);
        var clock = long.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            // The least of a few, because an interrupt only adds.
            var start = Stopwatch.GetTimestamp();
            Chain();
            var between = Stopwatch.GetTimestamp();
            Sweep(Sweeps);
            _widths[run] = Stopwatch.GetTimestamp() - between;
            clock = Math.Min(clock, between - start);
        }

        clock = Math.Max(1, clock);
        Array.Sort(_widths);
        return new CoreReading(Math.Max(1, (long)(clock * NanosecondsPerTick)), (double)_widths[Runs / 2] / clock, (double)_widths[0] / clock);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Chain()
    {
        var value = _state;
        for (var step = 0; step < ClockSteps; step++)
        {
            value *= Multiplier;
            value ^= value >> 32;
        }

        _state = value | 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Sweep(int sweeps)
    {
        var decay = new Vector<float>(0.999f);
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            for (var index = 0; index < _values.Length; index += Vector<float>.Count)
                ((new Vector<float>(_values, index) * decay) + new Vector<float>(_addends, index)).CopyTo(_values, index);
        }
    }
}

/// <summary>One reading of the core.</summary>
/// <param name="ClockNs">Duration of the clock loop in nanoseconds, at least 1.</param>
/// <param name="Ratio">Duration of the wide loop over that of the clock loop, the middle of a few.</param>
/// <param name="MinRatio">The least of them.</param>
internal readonly record struct CoreReading(long ClockNs, double Ratio, double MinRatio);

/// <summary>The readings of the core before and after a block.</summary>
/// <param name="ClockNs">Duration of the clock loop, the mean of the two.</param>
/// <param name="Ratio">The larger of the two ratios: what shared the core at one end of the block shared it within.</param>
/// <param name="MinRatio">The least ratio seen.</param>
internal sealed record CoreReadings(long ClockNs, double Ratio, double MinRatio)
{
    public static CoreReadings Of(CoreReading before, CoreReading after) => new(
        (before.ClockNs + after.ClockNs) / 2,
        Math.Max(before.Ratio, after.Ratio),
        Math.Min(before.MinRatio, after.MinRatio));
}
