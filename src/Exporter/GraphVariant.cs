namespace LatBench.Exporter;

/// <summary>Which edges of the cell are written. Part of a model's identity: the two run at different speeds.</summary>
public enum GraphVariant
{
    /// <summary><c>pruned</c>: the effective cell only. The default everywhere.</summary>
    Pruned,

    /// <summary>
    /// <c>literal</c>: every edge of the architecture, <c>none</c> as a multiplication by zero, as a framework export gives it.
    /// </summary>
    Literal,
}
