using LatBench.SearchSpaces.NasBench101.Network;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>The published costs of networks: multiply-accumulates of convolutions and the linear layer; parameters of these and of normalisations (scale and shift).</summary>
internal static class CostCounts
{
    /// <summary>Counts the costs of a network whose vertices are in the order of the cell.</summary>
    public static Costs Of(Cell cell, InputSpec input)
    {
        var pixels = (long)input.Height * input.Width;
        var costs = Convolution(pixels, input.Channels, Skeleton.Channels(0), 9);
        for (var place = 0; place < Skeleton.Cells; place++)
        {
            if (Skeleton.IsDownsampled(place))
                pixels /= 4;
            costs = Add(costs, OfCell(cell, pixels, Skeleton.InputChannels(place), Skeleton.Channels(place)));
        }

        var linear = (long)Skeleton.Channels(Skeleton.Cells - 1) * input.Classes;
        return Add(costs, new Costs(linear, linear + input.Classes));
    }

    private static Costs OfCell(Cell cell, long pixels, int input, int output)
    {
        var channels = VertexChannels.Of(cell, input, output);
        Costs costs = default;
        for (var vertex = 1; vertex < cell.Vertices; vertex++)
        {
            if (cell.HasEdge(0, vertex))
                costs = Add(costs, Convolution(pixels, input, channels[vertex], 1));
            if (vertex < cell.Output && cell[vertex] != Operation.MaxPool3x3)
                costs = Add(costs, Convolution(pixels, channels[vertex], channels[vertex], cell[vertex] == Operation.Conv3x3 ? 9 : 1));
        }

        return costs;
    }

    private static Costs Convolution(long pixels, long from, long to, int area) => new(pixels * from * to * area, from * to * area + 2 * to);

    private static Costs Add(Costs left, Costs right) => new(left.Macs + right.Macs, left.Parameters + right.Parameters);
}
