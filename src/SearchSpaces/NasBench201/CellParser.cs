namespace LatBench.SearchSpaces.NasBench201;

/// <summary>Reads one architecture from left to right and stops at the first character that does not fit.</summary>
internal sealed class CellParser(string text)
{
    private static readonly string OperationNames = string.Join(", ", Operations.Names);

    private readonly Operation[] _operations = new Operation[Edge.Count];

    private int _position;

    public ParseError? Parse(out Cell architecture)
    {
        var error = text switch
        {
            _ when OtherSpace() is { } other => Error($"an architecture string or a 6-digit code; this looks like an architecture of {other}", text.Length),
            ['|', ..] => ParseString(),
            _ when text.Contains('~') => ParseString(), // its first character is mistyped or missing
            [>= '0' and <= '9', ..] => ParseCode(),
            _ => Error("'|' (an architecture string) or a digit 0 to 4 (a 6-digit code)"),
        };
        error ??= _position < text.Length ? Error("the end") : null;
        architecture = error is null ? Cell.FromOperations(_operations) : default;
        return error;
    }

    /// <summary>Returns the space whose texts or keys look like the text; null where none do.</summary>
    private string? OtherSpace() => text switch
    {
        _ when text.StartsWith("Genotype(", StringComparison.Ordinal) => "darts",
        ['{', ..] => "nas-bench-101",
        { Length: 32 } when text.All(char.IsAsciiHexDigit) => "nas-bench-101 (a hash, which needs a table of hashes and cells: --table FILE on a command line)",
        ['0' or '1', '|', ..] => "nas-bench-101",
        ['0' or '1', ..] when text.Contains('|') && text.AsSpan().IndexOfAnyExcept('0', '1') is > 0 and var end && text[end] == '.' => "nas-bench-101",
        _ => null,
    };

    private ParseError? ParseCode()
    {
        for (; _position < Edge.Count; _position++)
        {
            if (_position >= text.Length || text[_position] is < '0' or > '4')
                return Error($"a digit 0 to 4, the {Edge.Count} digits of a code");
            _operations[_position] = (Operation)(text[_position] - '0');
        }

        return null;
    }

    private ParseError? ParseString()
    {
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            var opening = edge.From > 0 ? "" : i == 0 ? "|" : "+|";
            if (Skip(opening) is { } badOpening)
                return badOpening;
            if (ReadOperation(out _operations[i]) is { } badOperation)
                return badOperation;
            if (Skip($"~{edge.From}|") is { } badClosing)
                return badClosing;
        }

        return null;
    }

    private ParseError? ReadOperation(out Operation operation)
    {
        var rest = text.AsSpan(_position);
        var length = rest.IndexOfAny("~|+");
        var name = length < 0 ? rest : rest[..length];
        if (!Operations.TryParse(name, out operation))
            return Error($"one of {OperationNames}", Math.Max(name.Length, 1));
        _position += name.Length;
        return null;
    }

    private ParseError? Skip(string expected)
    {
        foreach (var character in expected)
        {
            if (_position >= text.Length || text[_position] != character)
                return Error($"'{character}'");
            _position++;
        }

        return null;
    }

    private ParseError Error(string expected, int foundLength = 1) => ParseError.At("NAS-Bench-201", text, _position, expected, foundLength);
}
