namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>
/// The times at which the nodes of a cell are ready under two operation cost vectors, how far apart their inputs arrive, and how much work is
/// not on the longest path.
/// </summary>
internal static class Arrivals
{
    private static readonly int[][] Prices = [[0, 1, 7, 20, 12], [0, 1, 12, 20, 6]];

    /// <summary>For each operation cost vector: for nodes 1 to 3 the arrival and the spread, then the slack; 14 in all.</summary>
    public static IEnumerable<int> Of(Cell cell) => Prices.SelectMany(prices => Of(cell, prices));

    private static List<int> Of(Cell cell, int[] prices)
    {
        var ready = new int[Edge.Nodes];
        var features = new List<int>();
        for (var node = 1; node < Edge.Nodes; node++)
        {
            var arrivals = Enumerable.Range(0, Edge.Count).Where(edge => Edge.All[edge].To == node && cell[edge] != Operation.None)
                .Select(edge => ready[Edge.All[edge].From] + prices[(int)cell[edge]]).ToArray();
            ready[node] = arrivals.DefaultIfEmpty().Max();
            features.AddRange([ready[node], ready[node] - arrivals.DefaultIfEmpty().Min()]);
        }

        features.Add(cell.Operations.Sum(operation => prices[(int)operation]) - ready[^1]);
        return features;
    }
}
