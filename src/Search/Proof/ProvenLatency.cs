using LatBench.Measurements;

namespace LatBench.Search.Proof;

/// <summary>The result of a campaign for one architecture on one target.</summary>
/// <param name="Target">The target's slug.</param>
/// <param name="Latency">The quiet latency; null where it could not be measured.</param>
public readonly record struct ProvenLatency(string Target, Latency? Latency);
