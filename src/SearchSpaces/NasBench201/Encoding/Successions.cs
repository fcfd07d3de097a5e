namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The number of times that one operation directly follows another, skips left out; the input and the output count as operations.</summary>
internal static class Successions
{
    private const int Symbols = 6;

    private const int Input = 0;

    private const int Output = 5;

    /// <summary>36 counts, by the first of the two and then by the second.</summary>
    public static IEnumerable<int> Of(Cell cell)
    {
        var pairs = new HashSet<(int FromEdge, int ToEdge)>();
        foreach (var path in CellPaths.Live(cell))
        {
            var previous = -1;
            foreach (var edge in path.Where(edge => cell[edge] != Operation.SkipConnect))
            {
                pairs.Add((previous, edge));
                previous = edge;
            }

            pairs.Add((previous, Edge.Count));
        }

        var counts = new int[Symbols * Symbols];
        foreach (var (from, to) in pairs)
            counts[(Symbol(cell, from) * Symbols) + Symbol(cell, to)]++;
        return counts;
    }

    private static int Symbol(Cell cell, int edge) => edge < 0 ? Input : edge == Edge.Count ? Output : (int)cell[edge];
}
