namespace LatBench.SearchSpaces.NasBench101;

/// <summary>The three operations and their NAS-Bench-101 names.</summary>
internal static class Operations
{
    /// <summary>The number of operations.</summary>
    public const int Count = 3;

    /// <summary>The name of the first vertex in published lists of operations.</summary>
    public const string Input = "input";

    /// <summary>The name of the last vertex in published lists of operations.</summary>
    public const string Output = "output";

    private static readonly string[] NamesByLabel = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"];

    /// <summary>Gets the names, in the order of the labels.</summary>
    public static IReadOnlyList<string> Names => NamesByLabel;

    /// <summary>Gets the name of an operation, such as <c>conv3x3-bn-relu</c>.</summary>
    public static string Name(this Operation operation) => NamesByLabel[(int)operation];

    /// <summary>Finds an operation by its exact name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out Operation operation)
    {
        for (var label = 0; label < Count; label++)
        {
            if (!name.SequenceEqual(NamesByLabel[label]))
                continue;
            operation = (Operation)label;
            return true;
        }

        operation = default;
        return false;
    }
}
