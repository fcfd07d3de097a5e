using System.Diagnostics.CodeAnalysis;

namespace LatBench.SearchSpaces;

/// <summary>
/// The columns in which published tables of a space name its architectures, where that is not one text: several columns that describe an architecture together, and a key that is
/// computed from it. Architectures with one key are one: tables are read in canonical form. Implementations are thread-safe.
/// </summary>
public interface IArchitectureColumns
{
    /// <summary>Gets the names of the columns that describe an architecture together, such as <c>matrix</c> and <c>operations</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Gets the name of the column of keys, such as <c>hash</c>.</summary>
    string KeyName { get; }

    /// <summary>Parses the fields of one row; malformed ones are an outcome, not an exception.</summary>
    /// <param name="fields">As many as there are <see cref="Names"/>, in their order.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="error">The position in the field that does not fit, and what was expected there.</param>
    /// <returns>True where the fields are an architecture.</returns>
    bool TryParse(IReadOnlyList<string> fields, out Architecture architecture, [NotNullWhen(false)] out ParseError? error);

    /// <summary>Gets the key of an architecture.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    string Key(Architecture architecture);
}
