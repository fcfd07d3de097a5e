namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>The paths of a cell from input to output, as the operations on them.</summary>
internal static class CellPaths
{
    private const int MaxListed = 3;

    /// <summary>The number of sequences of up to three operations.</summary>
    private const int Listed = 1 + 3 + 9 + 27;

    /// <summary>Lists the paths.</summary>
    public static IReadOnlyList<Operation[]> Of(Cell cell)
    {
        var paths = new List<Operation[]>();
        Walk(0, []);
        return paths;

        void Walk(int vertex, Operation[] before)
        {
            for (var to = vertex + 1; to < cell.Vertices; to++)
            {
                if (!cell.HasEdge(vertex, to))
                    continue;
                if (to == cell.Output)
                    paths.Add(before);
                else
                    Walk(to, [.. before, cell[to]]);
            }
        }
    }

    /// <summary>Counts the paths of each sequence of up to three operations, and the longer ones by their length.</summary>
    public static byte[] Counts(Cell cell)
    {
        var counts = new byte[Listed + Cell.MaxVertices - 2 - MaxListed];
        foreach (var path in Of(cell))
            counts[path.Length > MaxListed ? Listed + path.Length - MaxListed - 1 : Place(path)]++;
        return counts;
    }

    /// <summary>Numbers the sequences: the shorter ones first, then by their operations.</summary>
    private static int Place(Operation[] path)
    {
        var (first, place) = (0, 0);
        for (var (length, size) = (0, 1); length < path.Length; length++, size *= Operations.Count)
            (first, place) = (first + size, place * Operations.Count + (int)path[length]);
        return first + place;
    }
}
