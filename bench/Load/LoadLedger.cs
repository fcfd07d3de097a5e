using System.Collections.Concurrent;
using System.Diagnostics;

namespace LatBench.Bench.Load;

/// <summary>The observations of the agents: acknowledged results with the sum of their samples, times of calls, errors. Its clock runs from when it was made.</summary>
internal sealed class LoadLedger
{
    /// <summary>After it every agent has connected and called, and the coordinator's code is compiled.</summary>
    public static readonly TimeSpan RampUp = TimeSpan.FromSeconds(10);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(TimeSpan At, double Ms)> _leases = [];
    private readonly ConcurrentBag<double> _completeMs = [];
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private int _dry;

    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public IReadOnlyDictionary<string, int> Errors => _errors;

    public int Dry => _dry;

    public void Leased(TimeSpan elapsed) => _leases.Add((Stopwatch.GetElapsedTime(_start), elapsed.TotalMilliseconds));

    public void FoundNothing() => Interlocked.Increment(ref _dry);

    public void Completed(string leaseId, long sum, bool counted, TimeSpan elapsed)
    {
        _completeMs.Add(elapsed.TotalMilliseconds);
        if (!counted) Failed("a result did not count");
        if (!_acknowledged.TryAdd(leaseId, sum)) Failed("a lease was acknowledged twice");
    }

    public void Failed(string what) => _errors.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>A quantile of the time of a lease, of those answered later than <paramref name="from"/>; null where there were none.</summary>
    public double? LeaseMs(double probability, TimeSpan from = default) => At(_leases.Where(lease => lease.At > from).Select(lease => lease.Ms), probability);

    /// <summary>Of each second in which leases were answered: which, how many they were, the median and the longest.</summary>
    public IEnumerable<(int Second, int Count, double? Median, double? Longest)> LeasesBySecond() => _leases
        .GroupBy(lease => (int)lease.At.TotalSeconds)
        .OrderBy(second => second.Key)
        .Select(second => (second.Key, second.Count(), At(second.Select(lease => lease.Ms), 0.5), At(second.Select(lease => lease.Ms), 1)));

    public double? CompleteMs(double probability) => At(_completeMs, probability);

    private static double? At(IEnumerable<double> values, double probability)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : Math.Round(sorted[(int)((sorted.Length - 1) * probability)], 1);
    }
}
