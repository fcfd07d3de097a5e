namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// The first of all cells that differ in the order of their vertices alone, in the order of the published enumeration: by the bits of the edges, then by the labels of the
/// operations. Cells of one canonical form have the same hash; the network is that of the canonical form, since the division of channels follows the order of vertices.
/// </summary>
internal static class CanonicalForm
{
    private static readonly Reordering[][] ByVertices = [.. Enumerable.Range(0, Cell.MaxVertices + 1).Select(vertices => Reordering.All(vertices).ToArray())];

    /// <summary>Gets the reorderings of the inner vertices; the first one changes nothing.</summary>
    public static IReadOnlyList<Reordering> Reorderings(int vertices) => ByVertices[vertices];

    /// <summary>Gets the canonical form of a cell.</summary>
    public static Cell Of(Cell cell)
    {
        var (bits, labels) = (cell.Bits, cell.Labels);
        foreach (var order in ByVertices[cell.Vertices].AsSpan(1))
        {
            if (order.TryApply(cell.Bits, bits, out var reordered))
                (bits, labels) = (reordered, reordered < bits ? order.Apply(cell) : Math.Min(labels, order.Apply(cell)));
        }

        return new Cell(cell.Vertices, bits, labels);
    }
}
