namespace LatBench.SearchSpaces.Darts;

/// <summary>Reads genotypes as the official program prints them: <c>Genotype(normal=[('sep_conv_3x3', 1), …], normal_concat=range(2, 6), reduce=[…], reduce_concat=[2, 3, 4, 5])</c>.</summary>
internal sealed class PythonParser(GenotypeReader reader)
{
    /// <summary>The beginning of all these texts.</summary>
    public const string Beginning = "Genotype";

    public Genotype? Parse()
    {
        if (!Read(Beginning) || !Read("(") || ReadCell("normal") is not { } normal || !Read(",") || ReadCell("reduce") is not { } reduction || !Read(")"))
            return null;
        reader.SkipSpace();
        return reader.IsAtEnd || reader.Fail("the end") ? new Genotype(normal, reduction) : null;
    }

    private GenotypeCell? ReadCell(string name)
    {
        if (!Read(name) || !Read("=") || ReadEdges() is not { } edges || !Read(",") || !Read(name + "_concat") || !Read("="))
            return null;
        reader.SkipSpace();
        return (reader.IsNext('r') ? ReadRange(edges.Count / 2) : ReadList(edges.Count / 2)) is { } output ? new GenotypeCell([.. edges], output) : null;
    }

    private List<GenotypeEdge>? ReadEdges()
    {
        if (!Read("["))
            return null;
        var edges = new List<GenotypeEdge>(GenotypeCell.MaxEdges);
        while (true)
        {
            if (!ReadEdge(edges))
                return null;
            reader.SkipSpace();
            var isComplete = edges.Count is 2 * GenotypeCell.MinNodes or GenotypeCell.MaxEdges;
            if (isComplete && reader.TryRead(']'))
                return edges;
            if (edges.Count == GenotypeCell.MaxEdges)
                return Refuse("']': a cell has 8 or 10 pairs, two for each node");
            if (!reader.TryRead(','))
                return Refuse($"',' and another pair: a cell has 8 or 10, two for each node, and this is number {edges.Count}");
        }

        List<GenotypeEdge>? Refuse(string expected)
        {
            reader.Fail(expected);
            return null;
        }
    }

    private bool ReadEdge(List<GenotypeEdge> edges)
    {
        if (!Read("("))
            return false;
        reader.SkipSpace();
        var quote = reader.IsNext('"') ? "\"" : "'";
        if (!reader.Read(quote) || !reader.ReadName(Operations.Names, out var operation) || !reader.Read(quote) || !Read(","))
            return false;
        reader.SkipSpace();
        var node = edges.Count / 2;
        if (!reader.ReadDigit(0, node + 1, $", a state before node {node + 2}", out var input) || !Read(")"))
            return false;
        edges.Add(new GenotypeEdge((Operation)operation, input));
        return true;
    }

    private int[]? ReadRange(int nodes)
    {
        if (!Read("range") || !Read("("))
            return null;
        reader.SkipSpace();
        if (!reader.ReadDigit(2, nodes + 1, ", the first node in the output", out var first) || !Read(","))
            return null;
        reader.SkipSpace();
        return reader.ReadDigit(first + 1, nodes + 2, ", the number behind the last node in the output", out var end) && Read(")") ? [.. Enumerable.Range(first, end - first)] : null;
    }

    private int[]? ReadList(int nodes)
    {
        if (!Read("[", " or 'range('"))
            return null;
        var output = new List<int>(nodes);
        do
        {
            reader.SkipSpace();
            var least = output.Count == 0 ? 2 : output[^1] + 1;
            if (least > nodes + 1)
            {
                reader.Fail($"']' behind node {nodes + 1}, the last one");
                return null;
            }

            if (!reader.ReadDigit(least, nodes + 1, ", a node in the output, in ascending order", out var state))
                return null;
            output.Add(state);
            reader.SkipSpace();
        }
        while (reader.TryRead(','));
        return Read("]", " or ','") ? [.. output] : null;
    }

    private bool Read(string expected, string? because = null)
    {
        reader.SkipSpace();
        return reader.Read(expected, because);
    }
}
