namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// The channels of the vertices of a cell. Those of the output are divided among the inner vertices that lead to it, and the first of these take one more where they cannot be
/// divided evenly; any other inner vertex has the most that one of its successors has.
/// </summary>
internal static class VertexChannels
{
    /// <summary>Gets the channels of every vertex.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">The channels of its input.</param>
    /// <param name="output">The channels of its output.</param>
    public static int[] Of(Cell cell, int input, int output)
    {
        var channels = new int[cell.Vertices];
        var parts = Enumerable.Range(1, cell.Vertices - 2).Count(vertex => cell.HasEdge(vertex, cell.Output));
        var part = 0;
        for (var vertex = 1; vertex < cell.Output; vertex++)
        {
            if (cell.HasEdge(vertex, cell.Output))
                channels[vertex] = output / parts + (part++ < output % parts ? 1 : 0);
        }

        for (var vertex = cell.Output - 1; vertex > 0; vertex--)
        {
            for (var next = vertex + 1; !cell.HasEdge(vertex, cell.Output) && next < cell.Output; next++)
                channels[vertex] = cell.HasEdge(vertex, next) ? Math.Max(channels[vertex], channels[next]) : channels[vertex];
        }

        (channels[0], channels[^1]) = (input, output);
        return channels;
    }

    /// <summary>Lists the channels that an inner vertex can have in a cell with an output of so many, the largest number first.</summary>
    public static IEnumerable<int> Possible(int output) =>
        Enumerable.Range(1, Cell.MaxVertices - 2).SelectMany(parts => new[] { output / parts + (output % parts > 0 ? 1 : 0), output / parts }).Distinct();
}
