namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>
/// Reads one cell from left to right and stops at the first character that does not fit: <c>110.10.1|conv3x3-bn-relu,maxpool3x3</c>, the rows of the upper triangle of the adjacency matrix
/// and the operations of the inner vertices.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class CellParser(string text)
{
    private const string Rows = "rows of 0 and 1 with dots between and '|' behind (the upper triangle of an adjacency matrix), or JSON with \"matrix\" and \"ops\"";

    private static readonly string OperationNames = string.Join(", ", Operations.Names);

    private int _position;

    /// <summary>Reads the text.</summary>
    /// <returns>The reason why it is no cell; null where it is one.</returns>
    public ParseError? Parse(out Cell cell)
    {
        cell = default;
        if (ForeignText.Recognise(text) is { } foreign)
            return foreign;
        if (text is ['{', ..])
            return new JsonCellParser(text).Parse(out cell);
        if (ReadRows(out var given) is { } badRow)
            return badRow;
        if (ReadOperations(given!) is { } badOperation)
            return badOperation;
        return _position < text.Length ? Error("the end") : given!.TryPrune(out cell);
    }

    private ParseError? ReadRows(out GivenCell? given)
    {
        given = null;
        var end = text.AsSpan().IndexOfAnyExcept('0', '1');
        var length = end < 0 ? text.Length : end;
        if (length == 0)
            return Error(Rows);
        if (length >= GivenCell.MaxVertices)
            return ParseError.At(Space.Title, text, GivenCell.MaxVertices - 1, $"'.', as a cell is given with at most {GivenCell.MaxVertices} vertices");
        given = new GivenCell(text, length + 1);
        for (var from = 0; from < length; from++)
        {
            if (from > 0 && Skip('.') is { } badSeparator)
                return badSeparator;
            for (var to = from + 1; to <= length; to++, _position++)
            {
                if (_position >= text.Length || text[_position] is not ('0' or '1'))
                    return Error($"'0' or '1', as row {from} has {length - from} of them");
                if (text[_position] == '1')
                    given.AddEdge(from, to, _position);
            }
        }

        return Skip('|');
    }

    private ParseError? ReadOperations(GivenCell given)
    {
        for (var vertex = 1; vertex < given.Vertices - 1; vertex++)
        {
            if (vertex > 1 && Skip(',') is { } badSeparator)
                return badSeparator;
            var rest = text.AsSpan(_position);
            var length = rest.IndexOf(',');
            var name = length < 0 ? rest : rest[..length];
            if (!Operations.TryParse(name, out var operation))
                return Error($"one of {OperationNames}", Math.Max(name.Length, 1));
            given.SetOperation(vertex, operation, _position);
            _position += name.Length;
        }

        return null;
    }

    private ParseError? Skip(char expected)
    {
        if (_position >= text.Length || text[_position] != expected)
            return Error($"'{expected}'");
        _position++;
        return null;
    }

    private ParseError Error(string expected, int length = 1) => ParseError.At(Space.Title, text, _position, expected, length);
}
