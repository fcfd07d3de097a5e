namespace LatBench.SearchSpaces.Darts;

/// <summary>Reads compact texts: <c>sep3.0+sep3.1|…/…</c>.</summary>
internal sealed class CompactParser(GenotypeReader reader)
{
    public Genotype? Parse()
    {
        if (ReadCell() is not { } normal || !reader.Read("/", " and the reduction cell") || ReadCell() is not { } reduction)
            return null;
        return reader.IsAtEnd || reader.Fail("the end") ? new Genotype(normal, reduction) : null;
    }

    private GenotypeCell? ReadCell()
    {
        var edges = new List<GenotypeEdge>(GenotypeCell.MaxEdges);
        for (var node = 0; node < GenotypeCell.MaxNodes; node++)
        {
            if (node >= GenotypeCell.MinNodes && !reader.IsNext('|'))
                break;
            if (node > 0 && !reader.Read("|", " and the next node: a cell has 4 or 5"))
                return null;
            if (!ReadEdge(node, edges) || !reader.Read("+", " and the second edge of the node") || !ReadEdge(node, edges))
                return null;
        }

        var nodes = edges.Count / 2;
        return ReadOutput(nodes) is { } output ? new GenotypeCell([.. edges], output) : null;
    }

    private bool ReadEdge(int node, List<GenotypeEdge> edges)
    {
        if (!reader.ReadName(Operations.ShortNames, out var operation) || !reader.Read(".") || !reader.ReadDigit(0, node + 1, $", a state before node {node + 2}", out var input))
            return false;
        edges.Add(new GenotypeEdge((Operation)operation, input));
        return true;
    }

    private int[]? ReadOutput(int nodes)
    {
        if (!reader.TryRead('>'))
            return GenotypeCell.All(nodes);
        var output = new List<int>(nodes);
        do
        {
            if (!reader.ReadDigit(output.Count == 0 ? 2 : Math.Min(output[^1] + 1, nodes + 1), nodes + 1, "", out var state))
                return null;
            output.Add(state);
        }
        while (output[^1] <= nodes && !reader.IsAtEnd && !reader.IsNext('/'));
        return [.. output];
    }
}
