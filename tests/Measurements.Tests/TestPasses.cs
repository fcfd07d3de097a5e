namespace LatBench.Measurements.Tests;

/// <summary>Passes made of numbers.</summary>
internal static class TestPasses
{
    public static PassResult Of(params IEnumerable<long> samples) => At(TimeSpan.Zero, samples);

    public static PassResult At(TimeSpan time, IEnumerable<long> samples) => new()
    {
        SamplesNs = [.. samples],
        SessionCreation = Latency.FromMilliseconds(3),
        StartTime = DateTimeOffset.UnixEpoch + time,
        EndTime = DateTimeOffset.UnixEpoch + time,
        Conditions = new Conditions { RuntimeVersion = "1", AgentVersion = "1" },
    };

    public static LatencySummary Summary(int passes, double relativeError) => new()
    {
        Latency = Latency.FromMilliseconds(1),
        Ci95Low = Latency.FromMilliseconds(1 - relativeError),
        Ci95High = Latency.FromMilliseconds(1 + relativeError),
        Median = Latency.FromMilliseconds(1),
        Mean = Latency.FromMilliseconds(1),
        Min = Latency.FromMilliseconds(1),
        IqrMean = Latency.FromMilliseconds(1),
        Samples = passes,
        Passes = passes,
        SessionCreation = Latency.FromMilliseconds(1),
    };
}
