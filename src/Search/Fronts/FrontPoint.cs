using LatBench.SearchSpaces;

namespace LatBench.Search.Fronts;

/// <summary>An evaluated architecture between two goals.</summary>
/// <param name="Architecture">As it was suggested.</param>
/// <param name="Accuracy">In percent; more is better.</param>
/// <param name="LatencyMs">In milliseconds; less is better.</param>
public readonly record struct FrontPoint(Architecture Architecture, double Accuracy, double LatencyMs);
