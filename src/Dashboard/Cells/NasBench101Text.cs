namespace LatBench.Dashboard.Cells;

/// <summary>A cell of NAS-Bench-101 as a form edits it: an upper triangle of an adjacency matrix, and an operation at each inner vertex.</summary>
/// <param name="Vertices">The number of vertices, input and output included.</param>
/// <param name="Edges">The edges, each from a smaller to a larger vertex.</param>
/// <param name="Operations">The operations of the inner vertices.</param>
internal sealed record NasBench101Text(int Vertices, IReadOnlyList<(int From, int To)> Edges, IReadOnlyList<string> Operations)
{
    /// <summary>The largest number of vertices.</summary>
    public const int MaxVertices = 7;

    /// <summary>Gets the names of the operations.</summary>
    public static IReadOnlyList<string> OperationNames { get; } = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"];

    /// <summary>Parses a text that the space has printed.</summary>
    public static NasBench101Text Parse(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var rows = text[..bar].Split('.');
        var edges = from row in rows.Index()
                    from column in row.Item.Index()
                    where column.Item == '1'
                    select (row.Index, row.Index + 1 + column.Index);
        var operations = text[(bar + 1)..];
        return new NasBench101Text(rows.Length + 1, [.. edges], operations.Length == 0 ? [] : operations.Split(','));
    }

    /// <summary>Writes the text of the space.</summary>
    public override string ToString()
    {
        var rows = Enumerable.Range(0, Vertices - 1).Select(from =>
            string.Concat(Enumerable.Range(from + 1, Vertices - 1 - from).Select(to => Edges.Contains((from, to)) ? '1' : '0')));
        return $"{string.Join('.', rows)}|{string.Join(',', Operations)}";
    }
}
