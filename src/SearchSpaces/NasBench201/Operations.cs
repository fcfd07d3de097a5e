namespace LatBench.SearchSpaces.NasBench201;

/// <summary>The five operations and their NAS-Bench-201 names.</summary>
public static class Operations
{
    /// <summary>The number of operations: 5.</summary>
    public const int Count = 5;

    private static readonly string[] NamesByDigit = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    /// <summary>The names, in the order of the digits 0 to 4.</summary>
    public static IReadOnlyList<string> Names => NamesByDigit;

    /// <summary>The operation's name in an architecture string, such as <c>nor_conv_3x3</c>.</summary>
    /// <param name="operation">One of the five.</param>
    public static string Name(this Operation operation) => NamesByDigit[(int)operation];

    /// <summary>Finds an operation by its exact name.</summary>
    /// <param name="name">Such as <c>nor_conv_3x3</c>; case matters.</param>
    /// <param name="operation">The operation, where the name is one.</param>
    /// <returns>True where <paramref name="name"/> is an operation's name.</returns>
    public static bool TryParse(ReadOnlySpan<char> name, out Operation operation)
    {
        for (var digit = 0; digit < Count; digit++)
        {
            if (!name.SequenceEqual(NamesByDigit[digit]))
                continue;
            operation = (Operation)digit;
            return true;
        }

        operation = default;
        return false;
    }
}
