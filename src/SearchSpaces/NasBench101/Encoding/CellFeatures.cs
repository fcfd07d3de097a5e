using LatBench.SearchSpaces.NasBench101.Network;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>LatBench's own encoding of a cell in canonical form, in groups.</summary>
internal static class CellFeatures
{
    private const int Symbols = 5;

    private const int MaxParts = Cell.MaxVertices - 2;

    private const int Depths = 6;

    private static readonly int PairCount = Cell.MaxVertices * (Cell.MaxVertices - 1) / 2;

    /// <summary>Gets the number of features of each group: counts, costs, work by number of parts, adjacency and operations, successions, depths.</summary>
    public static IReadOnlyList<int> GroupSizes { get; } =
        [10, 12 + 2 + NetworkWork.Kinds, 4 * MaxParts + MaxParts + 1, PairCount + 3 * (Cell.MaxVertices - 2), Symbols * Symbols, 3 * Depths + 6];

    /// <summary>Gets the number of features.</summary>
    public static int Length { get; } = GroupSizes.Sum();

    /// <summary>Gets the features of a cell in canonical form.</summary>
    public static double[] Of(Cell cell)
    {
        var work = new NetworkWork(cell);
        var costs = CostCounts.Of(cell, Space.Input);
        return
        [
            .. Counts(cell),
            .. PathCosts.Of(cell, work), Math.Log(costs.Macs), Math.Log(costs.Parameters), .. work.ByKind,
            .. ByParts(cell, work),
            .. Choices(cell),
            .. Successions(cell),
            .. Stages(cell),
        ];
    }

    private static double[] Counts(Cell cell)
    {
        var operations = new double[Operations.Count];
        var (projections, sums, parts, truncations) = (0, 0, 0, 0);
        var channels = VertexChannels.Of(cell, Skeleton.InputChannels(1), Skeleton.Channels(1));
        for (var vertex = 1; vertex < cell.Vertices; vertex++)
        {
            projections += cell.HasEdge(0, vertex) ? 1 : 0;
            if (vertex == cell.Output)
                continue;
            operations[(int)cell[vertex]]++;
            parts += cell.HasEdge(vertex, cell.Output) ? 1 : 0;
            sums += InDegree(cell, vertex) - 1;
            for (var from = 1; from < vertex; from++)
                truncations += cell.HasEdge(from, vertex) && channels[from] > channels[vertex] ? 1 : 0;
        }

        return [.. operations, cell.Vertices, cell.Edges, projections, sums, parts, truncations, cell.HasEdge(0, cell.Output) ? 1 : 0];
    }

    /// <summary>The channels of the vertices follow from the number of parts of the output: how fast a convolution is depends on their divisors.</summary>
    private static double[] ByParts(Cell cell, NetworkWork work)
    {
        var features = new double[4 * MaxParts + MaxParts + 1];
        var parts = Enumerable.Range(1, cell.Vertices - 2).Count(vertex => cell.HasEdge(vertex, cell.Output));
        features[4 * MaxParts + parts] = 1;
        for (var kind = 0; kind < 4 && parts > 0; kind++)
            features[kind * MaxParts + parts - 1] = work.ByKind[kind];
        return features;
    }

    private static double[] Choices(Cell cell)
    {
        var features = new double[PairCount + 3 * (Cell.MaxVertices - 2)];
        for (var to = 1; to < cell.Vertices; to++)
        {
            for (var from = 0; from < to; from++)
                features[System.Numerics.BitOperations.Log2((uint)Cell.Bit(from, to == cell.Output ? Cell.MaxVertices - 1 : to))] = cell.HasEdge(from, to) ? 1 : 0;
        }

        for (var vertex = 1; vertex < cell.Output; vertex++)
            features[PairCount + 3 * (vertex - 1) + (int)cell[vertex]] = 1;
        return features;
    }

    /// <summary>The number of edges from one kind of vertex to another: input, 3×3, 1×1, pool, output.</summary>
    private static double[] Successions(Cell cell)
    {
        var counts = new double[Symbols * Symbols];
        for (var to = 1; to < cell.Vertices; to++)
        {
            for (var from = 0; from < to; from++)
                counts[Symbol(cell, from) * Symbols + Symbol(cell, to)] += cell.HasEdge(from, to) ? 1 : 0;
        }

        return counts;
    }

    /// <summary>The operations of each kind by the number of vertices on the longest way to them, then figures of the depth, the width and the paths.</summary>
    private static double[] Stages(Cell cell)
    {
        var features = new double[3 * Depths + 6];
        var (depth, shortest, convolutions, paths) = (new int[cell.Vertices], new int[cell.Vertices], new int[cell.Vertices], new int[cell.Vertices]);
        paths[0] = 1;
        for (var vertex = 1; vertex < cell.Vertices; vertex++)
        {
            shortest[vertex] = Cell.MaxVertices;
            for (var from = 0; from < vertex; from++)
            {
                if (!cell.HasEdge(from, vertex))
                    continue;
                depth[vertex] = Math.Max(depth[vertex], depth[from] + 1);
                shortest[vertex] = Math.Min(shortest[vertex], shortest[from] + 1);
                convolutions[vertex] = Math.Max(convolutions[vertex], convolutions[from]);
                paths[vertex] += paths[from];
            }

            if (vertex == cell.Output)
                continue;
            convolutions[vertex] += cell[vertex] == Operation.MaxPool3x3 ? 0 : 1;
            features[3 * depth[vertex] + (int)cell[vertex]]++;
        }

        double[] figures = [depth[^1], shortest[^1], convolutions[^1], paths[^1], Math.Log(paths[^1]), Enumerable.Range(1, cell.Vertices - 2).Select(vertex => InDegree(cell, vertex)).DefaultIfEmpty().Max()];
        figures.CopyTo(features, 3 * Depths);
        return features;
    }

    private static int InDegree(Cell cell, int vertex) => Enumerable.Range(0, vertex).Count(from => cell.HasEdge(from, vertex));

    private static int Symbol(Cell cell, int vertex) => vertex == 0 ? 0 : vertex == cell.Output ? Symbols - 1 : 1 + (int)cell[vertex];
}
