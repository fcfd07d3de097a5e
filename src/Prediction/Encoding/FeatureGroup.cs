namespace LatBench.Prediction.Encoding;

/// <summary>Neighbouring columns of a <see cref="FeatureTable"/>.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">The number of features in the group.</param>
internal readonly record struct FeatureGroup(int First, int Count);
