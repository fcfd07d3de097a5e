using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>The latency of one model, split by place. Shares of a profile times the measured latency are closer to it than the profiler's own durations.</summary>
/// <param name="Architecture">The architecture; what its canonical form does not have is not looked at.</param>
/// <param name="Places">For each of <see cref="IArchitectureChoices.Places"/> the time that its operation takes in the whole network.</param>
/// <param name="Rest">Everything else, such as stem, sums and head.</param>
public sealed record ProfiledModel(Architecture Architecture, IReadOnlyList<Latency> Places, Latency Rest);
