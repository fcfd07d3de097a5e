using LatBench.Prediction.FewShot;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Chooses the architectures to measure on a new target.</summary>
internal static class MeasurementChoices
{
    /// <summary>Architectures looked at for each that is wanted, as some share their model.</summary>
    private const int Spare = 3;

    private const int MaxLooked = 1000;

    /// <summary>The most telling architectures, none of them the same model as another.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="prior">The known latencies of other targets.</param>
    /// <param name="count">The number of architectures to choose.</param>
    /// <param name="seed">Equal seeds choose alike.</param>
    /// <param name="pruned">True where architectures with the same canonical form are the same model.</param>
    public static IReadOnlyList<Architecture> Choose(ISearchSpace space, DevicePrior prior, int count, ulong seed, bool pruned) => pruned
        ? [.. prior.Choose(Math.Min(count * Spare, MaxLooked), seed).DistinctBy(space.Canonicalize).Take(count)]
        : prior.Choose(count, seed);
}
