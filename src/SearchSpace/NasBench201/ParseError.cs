namespace LatBench.SearchSpace.NasBench201;

/// <summary>Why a text is not an architecture.</summary>
/// <param name="Position">The first character that does not fit, counted from 0; the text's length where it ends too early.</param>
/// <param name="Expected">What could have stood there, in words.</param>
/// <param name="Found">What stood there instead, shortened and quoted, or <c>the end</c>.</param>
public sealed record ParseError(int Position, string Expected, string Found)
{
    /// <summary>One sentence for a person.</summary>
    public string Message =>
        $"Not a NAS-Bench-201 architecture: at position {Position} (counted from 0) expected {Expected}, found {Found}.";
}
