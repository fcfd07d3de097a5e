namespace LatBench.Measurements.Comparisons;

/// <summary>A pass with its number in the campaign.</summary>
/// <param name="Number">The number of the pass, from 1.</param>
/// <param name="Result">The result.</param>
public sealed record NumberedPass(int Number, PassResult Result);
