using System.Diagnostics.CodeAnalysis;

namespace LatBench.SearchSpaces;

/// <summary>
/// A search space: its architectures as texts, and the networks that they stand for. Everything outside of a space's own folder
/// works through this contract. Implementations are thread-safe, and give the same answers on every machine.
/// </summary>
public interface ISearchSpace
{
    /// <summary>Gets the name in files, commands and requests, such as <c>nas-bench-201</c>.</summary>
    string Name { get; }

    /// <summary>Gets the name in texts for people, such as <c>NAS-Bench-201</c>.</summary>
    string Title { get; }

    /// <summary>Gets the number of architectures; null where they cannot be enumerated.</summary>
    long? Size { get; }

    /// <summary>Gets the inputs that networks are built for.</summary>
    IReadOnlyList<InputSpec> Inputs { get; }

    /// <summary>Gets the input that is taken where none is named; one of <see cref="Inputs"/>.</summary>
    InputSpec DefaultInput { get; }

    /// <summary>Parses a text; a malformed one is an outcome, not an exception.</summary>
    /// <param name="text">Any form of text that the space reads.</param>
    /// <param name="architecture">The architecture in the form that the space prints.</param>
    /// <param name="error">The position where the text stops being an architecture, and what was expected there.</param>
    /// <returns>True where the text is an architecture.</returns>
    bool TryParse(string? text, out Architecture architecture, [NotNullWhen(false)] out ParseError? error);

    /// <summary>Gets the architecture that stands for all that have the same network. Equal texts of two results mean the same network.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    Architecture Canonicalize(Architecture architecture);

    /// <summary>Gets a short name of letters, digits, dots and hyphens, unique in the space; it stands in names of models.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    string Code(Architecture architecture);

    /// <summary>Gets the reason in one sentence why an architecture has no network to measure; null where it has one.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    string? WhyNotMeasurable(Architecture architecture);

    /// <summary>Gets the reason in one sentence why an architecture has no network in a variant; null where it has one. A literal network may exist where there is nothing to measure.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <param name="variant">The edges that are built.</param>
    string? WhyNoNetwork(Architecture architecture, GraphVariant variant) => variant == GraphVariant.Pruned ? WhyNotMeasurable(architecture) : null;

    /// <summary>Lists all architectures in a fixed order.</summary>
    /// <exception cref="NotSupportedException">The space cannot be enumerated: <see cref="Size"/> is null.</exception>
    IEnumerable<Architecture> Enumerate();

    /// <summary>
    /// Draws different measurable architectures, with different networks as long as the space has so many. A larger sample with the same
    /// seed begins with the smaller one, as long as both have different networks only.
    /// </summary>
    /// <param name="count">0 up to the number of measurable architectures.</param>
    /// <param name="seed">Equal seeds give equal samples on every machine.</param>
    IReadOnlyList<Architecture> Sample(int count, ulong seed);

    /// <summary>Lists the architectures that differ from one in a single choice.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    IEnumerable<Architecture> Neighbors(Architecture architecture);

    /// <summary>Builds the network of an architecture.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <param name="input">One of <see cref="Inputs"/>.</param>
    /// <param name="variant">The edges that are built.</param>
    /// <exception cref="ArgumentException">The architecture has no network in this variant; see <see cref="WhyNotMeasurable"/>.</exception>
    NetworkGraph BuildGraph(Architecture architecture, InputSpec input, GraphVariant variant);

    /// <summary>Gets the published cost of an architecture.</summary>
    /// <param name="architecture">An architecture of this space, measurable or not.</param>
    /// <param name="input">One of <see cref="Inputs"/>.</param>
    Costs Costs(Architecture architecture, InputSpec input);

    /// <summary>Gets the layout of the weights that all networks for an input share in one precision. Inputs may have the same layout, and so one file.</summary>
    /// <param name="input">One of <see cref="Inputs"/>.</param>
    /// <param name="precision">The number format.</param>
    WeightLayout Weights(InputSpec input, Precision precision);

    /// <summary>
    /// Gets the architecture that stands for all that compute the same function, such as mirror images: training two of them would be paying twice. The canonical
    /// one where the space knows no more.
    /// </summary>
    /// <param name="architecture">An architecture of this space.</param>
    Architecture Representative(Architecture architecture) => Canonicalize(architecture);

    /// <summary>Gets the publication that defines the space; null where there is none.</summary>
    SpacePaper? Paper => null;

    /// <summary>Gets the encoders for predictors; null where predictors read the networks (<see cref="NetworkFeatures"/>).</summary>
    ArchitectureEncoders? Encoders => null;

    /// <summary>Gets the architectures as choices; null where they are not.</summary>
    IArchitectureChoices? Choices => null;

    /// <summary>Gets the description of architectures to searches; null where searches compare features.</summary>
    IArchitectureKernel? Kernel => null;

    /// <summary>Gets the categories that published models of accuracies read; null where there are no such models.</summary>
    IArchitectureCategories? Categories => null;

    /// <summary>Gets the columns in which published tables name architectures; null where they have one column of texts.</summary>
    IArchitectureColumns? Columns => null;

    /// <summary>Gets the random changes of architectures; null where searches change them to their <see cref="Neighbors"/>.</summary>
    IArchitectureVariation? Variation => null;
}
