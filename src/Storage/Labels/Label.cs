using LatBench.Measurements;

namespace LatBench.Storage.Labels;

/// <summary>An architecture and its latency: what predictors learn from.</summary>
/// <param name="Architecture">The text of the architecture; the canonical form where a pruned model was measured here.</param>
/// <param name="Latency">The quiet latency where it was measured here, else whatever the imported table holds.</param>
public sealed record Label(string Architecture, Latency Latency);

/// <summary>A label with its profile.</summary>
/// <param name="Architecture">As of <see cref="Label"/>.</param>
/// <param name="Latency">The quiet latency of the measurement that was profiled.</param>
/// <param name="Profile">The time that each operator takes.</param>
public sealed record ProfiledLabel(string Architecture, Latency Latency, OperatorProfile Profile);
