using System.Globalization;

namespace LatBench.Dashboard.Cells;

/// <summary>Lays out a cell of NAS-Bench-101: operations in boxes, and the edges between them.</summary>
internal static class NasBench101Plan
{
    private const double Height = 26;

    /// <summary>Lays out a cell.</summary>
    /// <param name="text">The text as the space prints it, such as <c>10.1|conv3x3-bn-relu</c>.</param>
    /// <param name="shares">The share of each vertex of the time, by its number; null where it is not known.</param>
    public static CellPlan Of(string text, IReadOnlyDictionary<string, double>? shares)
    {
        var matrix = NasBench101Text.Parse(text);
        var boxes = matrix.Operations.Select((operation, i) => Box(operation, ShareOf(i + 1)))
            .Prepend(new DrawnNode("in", "end", 0, 0, Height + 10, Height))
            .Append(new DrawnNode("out", "end", 0, 0, Height + 10, Height)).ToArray();
        return LayeredPlan.Of("", $"Cell of NAS-Bench-101 with {matrix.Vertices} vertices and {matrix.Edges.Count} edges: {string.Join(", ", matrix.Operations)}.", boxes, matrix.Edges);

        double? ShareOf(int vertex) => shares is not null && shares.TryGetValue(vertex.ToString(CultureInfo.InvariantCulture), out var share) ? share : null;
    }

    private static DrawnNode Box(string operation, double? share) => new(operation, OperationKinds.Of(operation), 0, 0, Boxes.WidthOf(operation), Boxes.HeightOf(Height, share), share);
}
