namespace LatBench.SearchSpaces;

/// <summary>
/// Describes architectures to predictors: a list of numbers of fixed length, the same for architectures with the same network. Implementations are
/// thread-safe.
/// </summary>
public interface IArchitectureEncoder
{
    /// <summary>Gets the name, such as <c>cell-features/1</c>. It stands in exported predictors: an encoder whose numbers change has another one.</summary>
    string Name { get; }

    /// <summary>Gets the number of features.</summary>
    int Width { get; }

    /// <summary>Gets a value indicating whether all features are whole numbers from 0 to 255, so that a byte holds each of them.</summary>
    bool IsByte { get; }

    /// <summary>Gets for each feature the factor that brings it to a standard deviation of 1 over the space.</summary>
    IReadOnlyList<double> Scales { get; }

    /// <summary>
    /// Gets the groups of features that belong together, which cover all of them in order. The first counts operations and the second is about their costs.
    /// </summary>
    IReadOnlyList<FeatureGroup> Groups { get; }

    /// <summary>Gets the features that say most about the broad trend: the first ones.</summary>
    FeatureGroup Trend { get; }

    /// <summary>Writes the features of an architecture.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    /// <param name="features">Room for <see cref="Width"/> numbers.</param>
    void Encode(Architecture architecture, Span<float> features);
}
