namespace LatBench.SearchSpaces.Darts;

/// <summary>Reads the parts of a text from left to right. The first part that does not fit is kept as the error; nothing is read after it.</summary>
internal sealed class GenotypeReader(string text)
{
    public int Position { get; private set; }

    public ParseError? Error { get; private set; }

    public bool IsAtEnd => Position >= text.Length;

    /// <summary>Determines whether a character stands next.</summary>
    public bool IsNext(char character) => Position < text.Length && text[Position] == character;

    /// <summary>Skips spaces and line ends.</summary>
    public void SkipSpace()
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position]))
            Position++;
    }

    /// <summary>Reads one character, if it stands next.</summary>
    public bool TryRead(char character)
    {
        if (!IsNext(character))
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads a text that must stand next.</summary>
    public bool Read(string expected, string? because = null)
    {
        foreach (var character in expected)
        {
            if (!TryRead(character))
                return Fail($"'{character}'{because}");
        }

        return true;
    }

    /// <summary>Reads letters, digits and underscores: one of the names given.</summary>
    public bool ReadName(IReadOnlyList<string> names, out int index)
    {
        var end = Position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var name = text.AsSpan(Position, end - Position);
        for (index = 0; index < names.Count; index++)
        {
            if (!name.SequenceEqual(names[index]))
                continue;
            Position = end;
            return true;
        }

        return Fail($"one of {string.Join(", ", names)}", Math.Max(end - Position, 1));
    }

    /// <summary>Reads a number of one digit within limits.</summary>
    public bool ReadDigit(int min, int max, string meaning, out int value)
    {
        value = Position < text.Length ? text[Position] - '0' : -1;
        var isLonger = Position + 1 < text.Length && char.IsAsciiDigit(text[Position + 1]) && meaning.Length > 0;
        if (value < min || value > max || isLonger)
            return Fail(min == max ? $"{min}{meaning}" : $"a number from {min} to {max}{meaning}", isLonger ? 2 : 1);
        Position++;
        return true;
    }

    /// <summary>Keeps an error at the present position.</summary>
    /// <returns>Always false.</returns>
    public bool Fail(string expected, int foundLength = 1)
    {
        Error ??= ParseError.At(DartsSpace.SpaceTitle, text, Position, expected, foundLength);
        return false;
    }
}
