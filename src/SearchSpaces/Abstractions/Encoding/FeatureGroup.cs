namespace LatBench.SearchSpaces;

/// <summary>Neighbouring features of an <see cref="IArchitectureEncoder"/>.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">The number of features in the group.</param>
public readonly record struct FeatureGroup(int First, int Count);
