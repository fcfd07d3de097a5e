namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>A cell after nodes that only copy another have become one with it: sums, skips that are left, and which operations read and feed each node.</summary>
internal static class Fusion
{
    private static readonly Operation[] Kinds = [Operation.NorConv3x3, Operation.NorConv1x1, Operation.AvgPool3x3, Operation.SkipConnect];

    /// <summary>Sums into nodes 1 to 3 (3), skips left, all sums, different nodes, readers of nodes 0 to 2 by kind (12), feeders of nodes 1 to 3 by kind (12).</summary>
    public static IEnumerable<int> Of(Cell cell)
    {
        var node = Merged(cell);
        var live = Enumerable.Range(0, Edge.Count).Where(edge => cell[edge] != Operation.None).ToArray();
        var sums = Enumerable.Range(1, 3).Select(to => Math.Max(0, live.Count(edge => Edge.All[edge].To == to) - 1)).ToArray();
        return
        [
            .. sums,
            live.Count(edge => cell[edge] == Operation.SkipConnect && node[Edge.All[edge].From] != node[Edge.All[edge].To]),
            sums.Sum(),
            node.Distinct().Count(),
            .. from source in Enumerable.Range(0, 3) from kind in Kinds select live.Count(edge => cell[edge] == kind && node[Edge.All[edge].From] == source),
            .. from to in Enumerable.Range(1, 3) from kind in Kinds select live.Count(edge => cell[edge] == kind && Edge.All[edge].To == to && node[to] == to),
        ];
    }

    private static int[] Merged(Cell cell)
    {
        int[] node = [0, 1, 2, 3];
        for (var to = 1; to < Edge.Nodes; to++)
        {
            var inputs = Enumerable.Range(0, Edge.Count).Where(edge => Edge.All[edge].To == to && cell[edge] != Operation.None).ToArray();
            if (inputs.Length == 1 && cell[inputs[0]] == Operation.SkipConnect)
                node[to] = node[Edge.All[inputs[0]].From];
        }

        return node;
    }
}
