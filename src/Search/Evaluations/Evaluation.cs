using LatBench.SearchSpaces;

namespace LatBench.Search.Evaluations;

/// <summary>One architecture that a user of the search trained, or tried to.</summary>
/// <param name="Architecture">As it was suggested.</param>
/// <param name="Accuracy">In percent, 0 to 100; null where training failed.</param>
public readonly record struct Evaluation(Architecture Architecture, double? Accuracy);
