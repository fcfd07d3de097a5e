using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Bench.Load;

/// <summary>Results such as a device gives: a block of samples with a long tail, warm-up, canary, conditions.</summary>
internal static class LoadResult
{
    private const int WarmUps = 8;
    private const int CanarySamples = 10;

    public static PassResult Create(Random random, DateTimeOffset now)
    {
        var quiet = 400_000 + random.Next(2_000_000);
        var result = new PassResult
        {
            SessionCreationNs = 15_000_000 + random.Next(1_000_000),
            PeakMemoryBytes = 90_000_000 + random.Next(10_000_000),
            StartTime = Timestamp.FromDateTimeOffset(now.AddMilliseconds(-400)),
            EndTime = Timestamp.FromDateTimeOffset(now),
            Conditions = Conditions(random),
        };
        for (var i = 0; i < LoadPlan.Samples; i++) result.SamplesNs.Add(Sample(random, quiet));
        for (var i = 0; i < WarmUps; i++) result.WarmUpNs.Add(2 * Sample(random, quiet));
        for (var i = 0; i < CanarySamples; i++) result.CanaryNs.Add(Sample(random, 120_000));
        return result;
    }

    private static long Sample(Random random, int quiet) => (long)(quiet * (1 - (0.02 * Math.Log(1 - random.NextDouble()))));

    private static Conditions Conditions(Random random) => new()
    {
        Governor = "performance",
        FrequencyKhz = 2_400_000 + random.Next(1000),
        TemperatureMillidegrees = 45_000 + random.Next(5000),
        TemperatureBeforeMillidegrees = 45_000 + random.Next(5000),
        LoadAverage1M = Math.Round(random.NextDouble(), 2),
        StealMs = 0,
        InvoluntaryContextSwitches = random.Next(3),
        AvailableMemoryBytes = 3_000_000_000 + random.Next(1_000_000),
        CpuAffinity = { 3 },
        SessionOptions = { "execution_mode=sequential", "graph_optimization_level=all", "inter_op_num_threads=1", "intra_op_num_threads=1", "session.set_denormal_as_zero=1" },
        RuntimeVersion = "1.31.1",
        AgentVersion = "0.1.0",
        Kernel = "6.1.0-rpi7-rpi-v8",
        CpuModel = "Simulated CPU",
        Turbo = false,
        Smt = false,
        Priority = -5,
        Protocol = "latbench/1",
        ExecutionProvider = "cpu",
        ProviderVersion = "1.31.1",
        ClockSource = "tsc",
        TransparentHugePages = "madvise",
    };
}
