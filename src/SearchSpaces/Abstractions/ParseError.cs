namespace LatBench.SearchSpaces;

/// <summary>The reason why a text is not an architecture of a space.</summary>
/// <param name="Space">The title of the space, such as <c>NAS-Bench-201</c>.</param>
/// <param name="Position">The first character that does not fit, counted from 0; the text's length where it ends too early.</param>
/// <param name="Expected">The text or kind of text that could have stood there, in words.</param>
/// <param name="Found">The text that stood there instead, shortened and quoted, or <c>the end</c>.</param>
public sealed record ParseError(string Space, int Position, string Expected, string Found)
{
    private const int QuotedLength = 24;

    /// <summary>Gets one sentence for a person.</summary>
    public string Message => $"Not a {Space} architecture: at position {Position} (counted from 0) expected {Expected}, found {Found}.";

    /// <summary>Describes an error in a text, and quotes what stands there.</summary>
    /// <param name="space">The title of the space.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="position">The first character that does not fit.</param>
    /// <param name="expected">The text or kind of text that could have stood there, in words.</param>
    /// <param name="length">The number of characters that do not fit; at most 24 of them are quoted.</param>
    public static ParseError At(string space, string text, int position, string expected, int length = 1)
    {
        length = Math.Min(Math.Min(length, QuotedLength), text.Length - position);
        var found = text.AsSpan(position, length).ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            if (char.IsControl(found[i]) || char.IsSurrogate(found[i]))
                found[i] = '\uFFFD'; // nothing that reaches a terminal or a log may move its cursor
        }

        return new ParseError(space, position, expected, length == 0 ? "the end" : $"'{new string(found)}'");
    }
}
