using System.CommandLine;
using System.Diagnostics;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.Bench;

/// <summary>Measures the cost of the harness itself: the agent's own timed loop around an empty system under test.</summary>
internal static class OverheadBench
{
    private const string Name = "overhead";

    private const int RoundCount = 201;

    private const int WarmUpRounds = 20;

    public static Command Command() => BenchCommand.Create(
        Name, "What the harness costs: the agent's timed loop around nothing.", [], (_, _) => Task.FromResult(Run()));

    private static object Run()
    {
        Console.WriteLine($"settings: {RoundCount} blocks of {BlockRule.MaxSamples} samples around an empty call, after {WarmUpRounds} to warm up");
        var (loop, nothing) = (new TimedLoop(), new Nothing());
        // Longer than any block can be, so that each ends at the most samples.
        var rule = new BlockRule(TimeSpan.FromMinutes(1), BlockRule.MaxSamples);
        var (whole, sampled) = (new Rounds(), new Rounds());
        var allocated = 0L;
        for (var round = -WarmUpRounds; round < RoundCount; round++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var samples = loop.Block(nothing, rule);
            var elapsed = Stopwatch.GetElapsedTime(start);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (round < 0)
                continue;
            allocated += bytes;
            whole.Add(elapsed.TotalNanoseconds / samples);
            sampled.Add(loop.ToNanoseconds(samples).Order().ElementAt(samples / 2));
        }

        Console.WriteLine($"sample:   {sampled.Median:F0} ns are counted into a sample, that is what a latency is too long by");
        Console.WriteLine($"loop:     {whole.Median:F1} ns a sample, the decision when to end included (blocks {whole.Minimum:F1} to {whole.Maximum:F1})");
        return new
        {
            bench = Name,
            ns_per_sample = Math.Round(whole.Median, 1),
            bytes_per_sample = (double)allocated / ((long)RoundCount * BlockRule.MaxSamples),
            ns_counted_per_sample = sampled.Median,
        };
    }

    private sealed class Nothing : IInference
    {
        public void Run()
        {
        }
    }
}
