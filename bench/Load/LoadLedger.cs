using System.Collections.Concurrent;

namespace LatBench.Bench.Load;

/// <summary>What the agents saw: acknowledged results with the sum of their samples, times of calls, errors.</summary>
internal sealed class LoadLedger
{
    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _leaseMs = [];
    private readonly ConcurrentBag<double> _completeMs = [];
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private int _dry;

    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public IReadOnlyDictionary<string, int> Errors => _errors;

    public int Dry => _dry;

    public void Leased(TimeSpan elapsed) => _leaseMs.Add(elapsed.TotalMilliseconds);

    public void FoundNothing() => Interlocked.Increment(ref _dry);

    public void Completed(string leaseId, long sum, bool counted, TimeSpan elapsed)
    {
        _completeMs.Add(elapsed.TotalMilliseconds);
        if (!counted) Failed("a result did not count");
        if (!_acknowledged.TryAdd(leaseId, sum)) Failed("a lease was acknowledged twice");
    }

    public void Failed(string what) => _errors.AddOrUpdate(what, 1, (_, count) => count + 1);

    public double LeaseMs(double probability) => At(_leaseMs, probability);

    public double CompleteMs(double probability) => At(_completeMs, probability);

    private static double At(ConcurrentBag<double> values, double probability)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : Math.Round(sorted[(int)((sorted.Length - 1) * probability)], 1);
    }
}
