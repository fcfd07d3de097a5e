namespace LatBench.SearchSpaces;

/// <summary>The edges of a cell that are built. Part of a model's identity: the two run at different speeds.</summary>
public enum GraphVariant
{
    /// <summary><c>pruned</c>: the network of the canonical architecture only. The default everywhere.</summary>
    Pruned,

    /// <summary><c>literal</c>: every edge of the architecture as it was given, an absent one as a multiplication by zero, as a framework export gives it.</summary>
    Literal,
}
