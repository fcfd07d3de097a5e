using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary>A comparison over models.</summary>
/// <param name="Models">The models that both sides have.</param>
/// <param name="OnlyFirst">The number of models that only the first side has.</param>
/// <param name="OnlySecond">The number of models that only the second side has.</param>
internal sealed record ComparedModels(IReadOnlyList<ComparedModel> Models, int OnlyFirst, int OnlySecond)
{
    /// <summary>Gets the geometric mean of the ratios; null where there is none.</summary>
    public LatencyRatio? Mean => GeometricMean.Of(
        Models.Select(model => model.Comparison.Ratio).OfType<LatencyRatio>(),
        Models.All(model => model.Comparison.IsPaired));

    /// <summary>Returns the number of models with a verdict.</summary>
    public int Count(ComparisonVerdict verdict) => Models.Count(model => model.Comparison.Verdict == verdict);
}
