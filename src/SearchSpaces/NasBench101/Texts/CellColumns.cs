using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces.NasBench101.Hashing;

namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>
/// The columns of published tables: <c>matrix</c>, the rows of the whole adjacency matrix with slashes between, <c>operations</c>, those of all vertices with bars between, and
/// <c>hash</c>.
/// </summary>
internal sealed class CellColumns : IArchitectureColumns
{
    public IReadOnlyList<string> Names { get; } = ["matrix", "operations"];

    public string KeyName => "hash";

    public bool TryParse(IReadOnlyList<string> fields, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        error = Parse(fields[0], fields[1], out var cell);
        architecture = error is null ? CellTexts.Of(cell) : default;
        return error is null;
    }

    public string Key(Architecture architecture) => CellHash.Of(CellTexts.Parse(architecture));

    private static ParseError? Parse(string matrix, string operations, out Cell cell)
    {
        cell = default;
        var vertices = matrix.IndexOf('/');
        if (vertices is < 2 or > GivenCell.MaxVertices)
            return ParseError.At(Space.Title, matrix, 0, $"rows of 2 to {GivenCell.MaxVertices} digits with '/' between", matrix.Length);
        var given = new GivenCell(matrix, vertices);
        return ReadMatrix(matrix, given) ?? ReadOperations(operations, given) ?? given.TryPrune(out cell);
    }

    private static ParseError? ReadMatrix(string matrix, GivenCell given)
    {
        var length = given.Vertices * (given.Vertices + 1) - 1;
        for (var position = 0; position < length; position++)
        {
            var (from, to) = (position / (given.Vertices + 1), position % (given.Vertices + 1));
            var expected = to == given.Vertices ? "'/'" : to <= from ? "'0' (the matrix is upper triangular)" : "'0' or '1'";
            var found = position < matrix.Length ? matrix[position] : default;
            if (to == given.Vertices ? found != '/' : found != '0' && (found != '1' || to <= from))
                return ParseError.At(Space.Title, matrix, Math.Min(position, matrix.Length), expected);
            if (found == '1')
                given.AddEdge(from, to, position);
        }

        return matrix.Length > length ? ParseError.At(Space.Title, matrix, length, "the end") : null;
    }

    private static ParseError? ReadOperations(string operations, GivenCell given)
    {
        var names = operations.Split('|');
        if (names.Length != given.Vertices)
            return ParseError.At(Space.Title, operations, 0, $"{given.Vertices} operations with '|' between, one for each row of the matrix", operations.Length);
        var position = 0;
        foreach (var (vertex, name) in names.Index())
        {
            var fixedName = vertex == 0 ? Operations.Input : vertex == given.Vertices - 1 ? Operations.Output : null;
            Operation operation = default;
            if (fixedName is null ? !Operations.TryParse(name, out operation) : name != fixedName)
                return ParseError.At(Space.Title, operations, position, fixedName ?? $"one of {string.Join(", ", Operations.Names)}", Math.Max(name.Length, 1));
            given.SetOperation(vertex, operation, position);
            position += name.Length + 1;
        }

        return null;
    }
}
