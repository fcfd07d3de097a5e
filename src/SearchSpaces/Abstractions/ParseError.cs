namespace LatBench.SearchSpaces;

/// <summary>The reason why a text is not an architecture of a space.</summary>
/// <param name="Space">The title of the space, such as <c>NAS-Bench-201</c>.</param>
/// <param name="Position">The first character that does not fit, counted from 0; the text's length where it ends too early.</param>
/// <param name="Expected">The text or kind of text that could have stood there, in words.</param>
/// <param name="Found">The text that stood there instead, shortened and quoted, or <c>the end</c>.</param>
public sealed record ParseError(string Space, int Position, string Expected, string Found)
{
    /// <summary>Gets one sentence for a person.</summary>
    public string Message => $"Not a {Space} architecture: at position {Position} (counted from 0) expected {Expected}, found {Found}.";
}
