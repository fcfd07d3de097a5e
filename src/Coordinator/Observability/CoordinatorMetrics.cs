using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LatBench.Coordinator.Observability;

/// <summary>The metrics of the coordinator; names and units are in docs/reference/metrics.md and do not change.</summary>
internal sealed class CoordinatorMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "latbench";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _calls;
    private readonly Counter<long> _leased;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _expired;

    public CoordinatorMetrics()
    {
        _calls = _meter.CreateHistogram<double>("rpc.duration", "s", "Time to answer a call.");
        _leased = _meter.CreateCounter<long>("jobs.leased", "{job}", "Jobs handed to agents.");
        _completed = _meter.CreateCounter<long>("jobs.completed", "{job}", "Results taken in, by whether they count.");
        _failed = _meter.CreateCounter<long>("jobs.failed", "{job}", "Failures that agents reported, by reason.");
        _expired = _meter.CreateCounter<long>("leases.expired", "{lease}", "Leases that ran out.");
    }

    /// <summary>A call has been answered.</summary>
    public void Answered(string method, string status, long startedAt) =>
        _calls.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new("method", method[(method.LastIndexOf('/') + 1)..]), new("status", status));

    /// <summary>Jobs were leased.</summary>
    public void Leased(int count) => _leased.Add(count);

    /// <summary>A result was taken in.</summary>
    public void Completed(bool counted) => _completed.Add(1, new KeyValuePair<string, object?>("counted", counted ? "true" : "false"));

    /// <summary>A failure was reported.</summary>
    public void Failed(string reason) => _failed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Leases ran out.</summary>
    public void Expired(int count) => _expired.Add(count);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
