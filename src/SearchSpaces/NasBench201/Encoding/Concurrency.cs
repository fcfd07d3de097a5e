namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The number of pairs of operations that may run at once, because neither waits for the other, by their kinds.</summary>
internal static class Concurrency
{
    private const int Kinds = 4;

    /// <summary>10 counts, one a pair of kinds (3×3, 1×1, pool, skip).</summary>
    public static IEnumerable<int> Of(Cell cell)
    {
        var counts = new int[Kinds, Kinds];
        var live = Enumerable.Range(0, Edge.Count).Where(edge => cell[edge] != Operation.None).ToArray();
        foreach (var first in live)
        {
            foreach (var second in live.Where(edge => edge > first && !Precedes(cell, first, edge) && !Precedes(cell, edge, first)))
            {
                var (a, b) = (Stages.Kind(cell[first]), Stages.Kind(cell[second]));
                counts[Math.Min(a, b), Math.Max(a, b)]++;
            }
        }

        return from a in Enumerable.Range(0, Kinds) from b in Enumerable.Range(a, Kinds - a) select counts[a, b];
    }

    private static bool Precedes(Cell cell, int first, int second)
    {
        var (end, start) = (Edge.All[first].To, Edge.All[second].From);
        return end == start || Enumerable.Range(0, Edge.Count).Any(edge => Edge.All[edge] == new Edge(end, start) && cell[edge] != Operation.None);
    }
}
