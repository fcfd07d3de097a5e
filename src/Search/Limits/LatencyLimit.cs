using LatBench.Measurements;

namespace LatBench.Search.Limits;

/// <summary>The most that a network may take on a target.</summary>
/// <param name="Target">The target's slug.</param>
/// <param name="Max">The limit.</param>
public readonly record struct LatencyLimit(string Target, Latency Max);
