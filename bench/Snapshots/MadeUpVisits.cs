using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Bench.Snapshots;

/// <summary>Visits of the models of one target: latencies with a heavy upper tail, and conditions that vary as those of a virtual machine do.</summary>
internal sealed class MadeUpVisits(int target, int samples)
{
    private const int SamplesOfVisit = 10;
    private const int WarmUp = 3;

    public static readonly DateTimeOffset Start = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Measurements.SplitMix64 _random = new((ulong)target + 1);
    private DateTimeOffset _time = Start;

    public PublishedMeasurement Of(int index, Model model, string slug)
    {
        var macs = BenchSpace.Space.Costs(BenchSpace.Space.Parse(model.Architecture), BenchSpace.Space.DefaultInput).Macs;
        var quietNs = (300_000 + (macs / 100.0)) * (1 + (target / 10.0));
        var passes = new List<StoredPass>();
        for (var left = samples; left > 0; left -= SamplesOfVisit)
            passes.Add(new(passes.Count + 1, Visit(quietNs, Math.Min(left, SamplesOfVisit)), Counted: true));
        var measurement = new Measurement
        {
            Id = index + 1,
            CampaignId = 1,
            Model = model,
            Target = slug,
            Verdict = Verdict.Valid,
            StopReason = StopReason.ErrorTargetMet,
            Summary = Summary(passes),
            MeasuredAt = passes[^1].Result.EndTime,
        };
        return new PublishedMeasurement(measurement, passes);
    }

    // The estimator's bootstrap would take longer than all the rest.
    private static LatencySummary Summary(List<StoredPass> passes)
    {
        double[] sorted = [.. passes.SelectMany(pass => pass.Result.SamplesNs).Select(ns => (double)ns).Order()];
        return new LatencySummary
        {
            Latency = At(0.05),
            Ci95Low = At(0.02),
            Ci95High = At(0.09),
            Median = At(0.5),
            Mean = Latency.FromNanoseconds(sorted.Average()),
            Min = At(0),
            P90 = sorted.Length >= LatencySummary.MinSamplesForP90 ? At(0.9) : null,
            P99 = sorted.Length >= LatencySummary.MinSamplesForP99 ? At(0.99) : null,
            IqrMean = At(0.5),
            Samples = sorted.Length,
            Passes = passes.Count,
            SessionCreation = passes[0].Result.SessionCreation,
            PeakMemoryBytes = passes[0].Result.PeakMemoryBytes,
        };

        Latency At(double probability) => Latency.FromNanoseconds(Quantile.OfSorted(sorted, probability));
    }

    private PassResult Visit(double quietNs, int count)
    {
        _time = _time.AddMicroseconds(50_000 + (_random.NextInt32(10_000)));
        return new PassResult
        {
            WarmUpNs = Durations(quietNs * 1.5, WarmUp),
            CanaryNs = Durations(250_000, 3),
            SamplesNs = Durations(quietNs, count),
            SessionCreation = Latency.FromNanoseconds(15e6 + _random.NextInt32(1_000_000)),
            PeakMemoryBytes = 100_000_000 + (_random.NextInt32(1_000) * 4096L),
            StartTime = _time,
            EndTime = _time.AddMicroseconds(20_000 + _random.NextInt32(1_000)),
            Conditions = Conditions(),
        };
    }

    private long[] Durations(double quietNs, int count)
    {
        var durations = new long[count];
        for (var i = 0; i < count; i++)
        {
            var uniform = (_random.NextInt32(1_000_000) + 1) / 1e6;
            durations[i] = (long)(quietNs * (1 - (0.02 * Math.Log(uniform))));
        }

        return durations;
    }

    // As the agent sends them: every visit has objects and texts of its own.
    private Conditions Conditions() => new()
    {
        LoadAverage1m = _random.NextInt32(400) / 100.0,
        StealMs = _random.NextInt32(20) == 0 ? 10 : 0,
        InvoluntaryContextSwitches = _random.NextInt32(5),
        AvailableMemoryBytes = (4L << 30) + (_random.NextInt32(100_000) * 4096L),
        CpuAffinity = [1],
        SessionOptions = [.. new[] { "execution_mode=sequential", "graph_optimization=all", "inter_op=1", "intra_op=1" }.Select(option => new string(option.AsSpan()))],
        RuntimeVersion = new string("1.31.1"),
        AgentVersion = new string("0.1.0"),
        Kernel = new string("6.1.0-18-cloud-amd64"),
        Flags = _random.NextInt32(20) == 0 ? ["steal"] : [],
        CpuModel = new string("A processor of some name @ 2.60GHz"),
        Protocol = new string("latbench/1"),
        ExecutionProvider = new string("cpu"),
        ProviderVersion = new string("1.31.1"),
        ClockSource = new string("tsc"),
        TransparentHugePages = new string("madvise"),
        Smt = true,
        Priority = -10,
    };
}
