using LatBench.SearchSpaces;

namespace LatBench.Models;

/// <summary>The names of precisions and graph variants in files, commands and requests.</summary>
public static class ModelNames
{
    private static readonly string[] PrecisionNames = ["fp32", "fp16", "int8"];

    private static readonly string[] VariantNames = ["pruned", "literal"];

    /// <summary>The precisions' names, in the order of the enum.</summary>
    public static IReadOnlyList<string> Precisions => PrecisionNames;

    /// <summary>The graph variants' names, in the order of the enum.</summary>
    public static IReadOnlyList<string> Variants => VariantNames;

    /// <summary>The precision's name.</summary>
    /// <param name="precision">One of the three.</param>
    public static string Name(this Precision precision) => PrecisionNames[(int)precision];

    /// <summary>The graph variant's name.</summary>
    /// <param name="variant">One of the two.</param>
    public static string Name(this GraphVariant variant) => VariantNames[(int)variant];

    /// <summary>Finds a precision by its exact name.</summary>
    /// <param name="name"><c>fp32</c>, <c>fp16</c> or <c>int8</c>.</param>
    /// <param name="precision">The precision, where the name is one.</param>
    /// <returns>True where <paramref name="name"/> is a precision's name.</returns>
    public static bool TryParsePrecision(string? name, out Precision precision) => Find(PrecisionNames, name, out precision);

    /// <summary>Finds a graph variant by its exact name.</summary>
    /// <param name="name"><c>pruned</c> or <c>literal</c>.</param>
    /// <param name="variant">The variant, where the name is one.</param>
    /// <returns>True where <paramref name="name"/> is a variant's name.</returns>
    public static bool TryParseVariant(string? name, out GraphVariant variant) => Find(VariantNames, name, out variant);

    /// <summary>Finds a precision by its exact name.</summary>
    /// <param name="name"><c>fp32</c>, <c>fp16</c> or <c>int8</c>.</param>
    /// <exception cref="FormatException">It is none of them; the message lists them.</exception>
    public static Precision ParsePrecision(string name) => TryParsePrecision(name, out var precision)
        ? precision
        : throw new FormatException($"'{name}' is not a precision: use one of {string.Join(", ", PrecisionNames)}.");

    /// <summary>Finds a graph variant by its exact name.</summary>
    /// <param name="name"><c>pruned</c> or <c>literal</c>.</param>
    /// <exception cref="FormatException">It is neither; the message lists them.</exception>
    public static GraphVariant ParseVariant(string name) => TryParseVariant(name, out var variant)
        ? variant
        : throw new FormatException($"'{name}' is not a graph variant: use one of {string.Join(", ", VariantNames)}.");

    private static bool Find<T>(string[] names, string? name, out T value)
        where T : struct, Enum
    {
        var index = Array.IndexOf(names, name);
        value = Enum.GetValues<T>()[Math.Max(index, 0)];
        return index >= 0;
    }
}
