using LatBench.Measurements;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Labels;

/// <summary>The latency of one model, split by place. Shares of a profile times the measured latency are closer to it than the profiler's own durations.</summary>
/// <param name="Architecture">The architecture; what its effective cell does not have is not looked at.</param>
/// <param name="Edges">For each place of <see cref="Edge.All"/> what its operation takes in all cells together.</param>
/// <param name="Rest">Everything else: stem, sums, reductions, head.</param>
public sealed record ProfiledModel(Architecture Architecture, IReadOnlyList<Latency> Edges, Latency Rest);
