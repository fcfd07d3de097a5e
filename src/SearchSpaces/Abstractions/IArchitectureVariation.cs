namespace LatBench.SearchSpaces;

/// <summary>
/// Random changes of architectures, for searches in spaces that are too large to be listed. Implementations are thread-safe and depend on nothing but their arguments:
/// generators in the same state give the same results.
/// </summary>
public interface IArchitectureVariation
{
    /// <summary>Changes one choice of an architecture.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>An architecture of the space; it may have the same network.</returns>
    Architecture Mutate(Architecture architecture, SplitMix64 random);

    /// <summary>Takes each choice from one of two architectures.</summary>
    /// <param name="first">An architecture of the space.</param>
    /// <param name="second">Another.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>An architecture of the space; it may have the network of one of them.</returns>
    Architecture Cross(Architecture first, Architecture second, SplitMix64 random);
}
