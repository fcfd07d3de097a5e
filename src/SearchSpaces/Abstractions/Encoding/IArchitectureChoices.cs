namespace LatBench.SearchSpaces;

/// <summary>
/// Architectures as choices: at each of several places one of the same options. A space of this kind can be looked up by the numbers of its options, and
/// the effect of each option at each place can be learnt. Implementations are thread-safe.
/// </summary>
public interface IArchitectureChoices
{
    /// <summary>Gets the names of the places, such as <c>0->1</c>.</summary>
    IReadOnlyList<string> Places { get; }

    /// <summary>Gets the names of the options, such as <c>nor_conv_3x3</c>; the first one leaves the place empty.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Writes the number of the option at every place.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    /// <param name="options">Room for one number a place.</param>
    void Read(Architecture architecture, Span<int> options);

    /// <summary>Finds the place whose option decides an operator of a network; null where none does.</summary>
    /// <param name="place">The place of the operator.</param>
    int? PlaceOf(NetworkPlace place);
}
