namespace LatBench.Dashboard.Cells;

/// <summary>Draws a graph whose nodes are boxes, in layers from left to right.</summary>
internal static class LayeredPlan
{
    private const double LayerGap = 38;
    private const double RowHeight = 44;
    private const double Margin = 8;

    /// <summary>Draws a graph.</summary>
    /// <param name="title">The title.</param>
    /// <param name="description">The cell in one sentence.</param>
    /// <param name="boxes">The nodes; their places are computed.</param>
    /// <param name="edges">The edges, each from a smaller to a larger node.</param>
    public static CellPlan Of(string title, string description, IReadOnlyList<DrawnNode> boxes, IReadOnlyList<(int From, int To)> edges)
    {
        var layout = LayeredLayout.Of(boxes.Count, edges);
        var layers = layout.Layers.Max() + 1;
        var widths = Enumerable.Range(0, layers).Select(layer => boxes.Where((_, node) => layout.Layers[node] == layer).Max(box => box.Width)).ToArray();
        var lefts = new double[layers];
        for (var layer = 0; layer < layers; layer++)
            lefts[layer] = layer == 0 ? Margin : lefts[layer - 1] + widths[layer - 1] + LayerGap;

        double[] rows = [.. layout.Rows.Concat(layout.Passed.SelectMany(passed => passed.Select(place => place.Row)))];
        var (top, bottom) = (rows.Min(), rows.Max());
        var tallest = boxes.Max(box => box.Height);
        double X(int layer) => lefts[layer] + (widths[layer] / 2);
        double Y(double row) => Margin + (tallest / 2) + ((row - top) * RowHeight);

        var nodes = boxes.Select((box, node) => box with { X = X(layout.Layers[node]), Y = Y(layout.Rows[node]) }).ToArray();
        var drawn = edges.Select((edge, place) =>
        {
            var (from, to) = (nodes[edge.From], nodes[edge.To]);
            var end = new Spot(to.X - (to.Width / 2), to.Y);
            // An edge passes a layer level, from its left to its right side: it meets no box there.
            var between = layout.Passed[place].SelectMany(passed => (Spot[])[new(lefts[passed.Layer], Y(passed.Row)), new(lefts[passed.Layer] + widths[passed.Layer], Y(passed.Row))]);
            return new DrawnEdge(SvgPath.Through([new(from.X + (from.Width / 2), from.Y), .. between, end]), SvgPath.Head(end, end with { X = end.X - 1 }), "plain", null);
        }).ToArray();
        return new CellPlan(title, description, lefts[^1] + widths[^1] + Margin, Y(bottom) + (tallest / 2) + Margin, nodes, drawn);
    }
}
