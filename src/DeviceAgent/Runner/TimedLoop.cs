using System.Diagnostics;
using System.Runtime.CompilerServices;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Something that can be run once; the harness times nothing but this call.</summary>
internal interface IInference
{
    void Run();
}

/// <summary>
/// The timed region: nothing happens between two readings of the clock but one inference. It allocates nothing; its
/// buffer is made before.
/// </summary>
internal sealed class TimedLoop
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long[] _ticks = new long[BlockRule.MaxSamples];

    /// <summary>Runs until the warm-up is over.</summary>
    /// <returns>The durations in nanoseconds, in order.</returns>
    public IReadOnlyList<long> WarmUp<T>(T inference, WarmUpRule rule)
        where T : IInference
    {
        var count = 0;
        do
        {
            var start = Stopwatch.GetTimestamp();
            inference.Run();
            _ticks[count++] = Stopwatch.GetTimestamp() - start;
        }
        while (!rule.IsOver(_ticks.AsSpan(0, count)));
        return ToNanoseconds(count);
    }

    /// <summary>Runs one block of samples; they stay in the buffer until <see cref="ToNanoseconds"/>.</summary>
    /// <returns>The number of samples.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public int Block<T>(T inference, BlockRule rule)
        where T : IInference
    {
        var ticks = _ticks;
        var count = 0;
        var total = 0L;
        do
        {
            var start = Stopwatch.GetTimestamp();
            inference.Run();
            var duration = Stopwatch.GetTimestamp() - start;
            ticks[count++] = duration;
            total += duration;
        }
        while (!rule.IsComplete(count, total * NanosecondsPerTick));
        return count;
    }

    /// <summary>The first durations of the buffer in nanoseconds, at least 1 each.</summary>
    public IReadOnlyList<long> ToNanoseconds(int count)
    {
        var durations = new long[count];
        for (var index = 0; index < count; index++) durations[index] = Math.Max(1, (long)(_ticks[index] * NanosecondsPerTick));
        return durations;
    }
}
