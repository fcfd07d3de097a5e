using LatBench.Measurements;

namespace LatBench.Search.Verification;

/// <summary>The result of a campaign for one architecture on one target.</summary>
/// <param name="Target">The target's slug.</param>
/// <param name="Latency">The latency; null where it could not be measured.</param>
public readonly record struct MeasuredLatency(string Target, Latency? Latency);
