namespace LatBench.SearchSpaces;

/// <summary>
/// Describes architectures by the categories that published models of accuracies of the space read: whole numbers at a fixed number of places, 0 where a place does not apply.
/// Implementations are thread-safe.
/// </summary>
public interface IArchitectureCategories
{
    /// <summary>Gets the name, such as <c>nas-bench-301-categories/1</c>. It stands in the metadata of models: categories that change have another one.</summary>
    string Name { get; }

    /// <summary>Gets the number of places.</summary>
    int Count { get; }

    /// <summary>Gets the number of epochs of training that accuracies are asked for after, for models that read it.</summary>
    int Epochs { get; }

    /// <summary>Gets the reason in one sentence why an architecture has no categories; null where it has.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    string? WhyNone(Architecture architecture);

    /// <summary>Writes the categories of an architecture.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    /// <param name="categories">Room for <see cref="Count"/> numbers.</param>
    /// <exception cref="ArgumentException">It has none; see <see cref="WhyNone"/>.</exception>
    void Write(Architecture architecture, Span<int> categories);
}
