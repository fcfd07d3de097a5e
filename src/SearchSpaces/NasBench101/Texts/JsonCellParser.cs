using System.Text.Json;

namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>
/// Reads a cell in JSON: <c>{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}</c>, the whole adjacency matrix, each row a list of numbers or a text of digits, and the operations of all
/// vertices.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class JsonCellParser(string text)
{
    private readonly byte[] _utf8 = System.Text.Encoding.UTF8.GetBytes(text);

    private readonly List<List<(bool IsEdge, int Position)>> _rows = [];

    private readonly List<(string Name, int Position)> _names = [];

    private ParseError? _error;

    private int _end;

    /// <summary>Reads the text.</summary>
    /// <returns>The reason why it is no cell; null where it is one.</returns>
    public ParseError? Parse(out Cell cell)
    {
        cell = default;
        var reader = new Utf8JsonReader(_utf8);
        try
        {
            ReadObject(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter for escapes that are no text, such as half a surrogate pair
        {
            _error ??= Error((int)reader.BytesConsumed, "JSON with \"matrix\" and \"ops\"");
        }

        if (_error is null)
            CheckSizes();
        return _error ?? Build(out cell);
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && _error is null)
        {
            if (reader.ValueTextEquals("matrix") && _rows.Count == 0)
                ReadMatrix(ref reader);
            else if (reader.ValueTextEquals("ops") && _names.Count == 0)
                ReadNames(ref reader);
            else
                Fail(ref reader, "\"matrix\" or \"ops\", each once");
        }

        _end = (int)reader.TokenStartIndex;
        if (_error is null)
            reader.Read();
    }

    private void ReadMatrix(ref Utf8JsonReader reader)
    {
        if (!Begins(ref reader, "a list of rows"))
            return;
        while (_error is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _rows.Add([]);
            if (_rows.Count > GivenCell.MaxVertices)
                Fail(ref reader, $"at most {GivenCell.MaxVertices} rows");
            else if (reader.TokenType == JsonTokenType.String)
                ReadDigits(ref reader);
            else if (reader.TokenType == JsonTokenType.StartArray)
                ReadNumbers(ref reader);
            else
                Fail(ref reader, "a row, which is a list of numbers or a text of digits");
        }
    }

    private void ReadDigits(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < reader.ValueSpan.Length && _error is null; i++)
            AddElement(reader.ValueSpan.Slice(i, 1), (int)reader.TokenStartIndex + 1 + i);
    }

    private void ReadNumbers(ref Utf8JsonReader reader)
    {
        while (_error is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            AddElement(reader.TokenType == JsonTokenType.Number ? reader.ValueSpan : [], (int)reader.TokenStartIndex);
    }

    private void AddElement(ReadOnlySpan<byte> digit, int position)
    {
        var row = _rows[^1];
        if (digit is not [(byte)'0' or (byte)'1'])
            _error = Error(position, "0 or 1");
        else if (digit[0] == '1' && row.Count < _rows.Count)
            _error = Error(position, $"0, as the matrix is upper triangular and this is row {_rows.Count - 1}, column {row.Count}");
        else
            row.Add((digit[0] == '1', position));
    }

    private void ReadNames(ref Utf8JsonReader reader)
    {
        if (!Begins(ref reader, "a list of operations"))
            return;
        while (_error is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                _names.Add((reader.GetString()!, (int)reader.TokenStartIndex));
            else
                Fail(ref reader, "the name of an operation");
        }
    }

    private bool Begins(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            Fail(ref reader, expected);
        return _error is null;
    }

    private void CheckSizes()
    {
        if (_rows.Count < 2)
            _error = Error(_end, "\"matrix\" with at least 2 rows");
        else if (_rows.FirstOrDefault(row => row.Count != _rows.Count) is { } odd)
            _error = Error(odd.Count > 0 ? odd[^1].Position : _end, $"{_rows.Count} elements in each row, as the matrix has {_rows.Count} rows");
        else if (_names.Count != _rows.Count)
            _error = Error(_names.Count > 0 ? _names[^1].Position : _end, $"\"ops\" with {_rows.Count} operations, one for each row of the matrix");
    }

    private ParseError? Build(out Cell cell)
    {
        cell = default;
        var given = new GivenCell(text, _rows.Count);
        foreach (var (vertex, (name, position)) in _names.Index())
        {
            var fixedName = vertex == 0 ? Operations.Input : vertex == _rows.Count - 1 ? Operations.Output : null;
            if (fixedName is not null && name != fixedName)
                return Error(position, $"\"{fixedName}\"", name.Length + 2);
            Operation operation = default;
            if (fixedName is null && !Operations.TryParse(name, out operation))
                return Error(position, $"one of {string.Join(", ", Operations.Names)}", name.Length + 2);
            given.SetOperation(vertex, operation, Characters(position));
        }

        foreach (var (from, row) in _rows.Index())
        {
            foreach (var (to, (isEdge, position)) in row.Index())
            {
                if (isEdge)
                    given.AddEdge(from, to, Characters(position));
            }
        }

        return given.TryPrune(out cell);
    }

    private void Fail(ref Utf8JsonReader reader, string expected) => _error = Error((int)reader.TokenStartIndex, expected, (int)(reader.BytesConsumed - reader.TokenStartIndex));

    private ParseError Error(int position, string expected, int length = 1) => ParseError.At(Space.Title, text, Math.Min(Characters(position), text.Length), expected, length);

    private int Characters(int bytes) => System.Text.Encoding.UTF8.GetCharCount(_utf8.AsSpan(0, bytes));
}
