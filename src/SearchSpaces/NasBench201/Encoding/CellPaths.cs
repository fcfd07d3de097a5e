namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The four ways from input to output, as places of <see cref="Edge.All"/>, and which of them a cell has.</summary>
internal static class CellPaths
{
    private static readonly int[][] AllPaths = [[3], [0, 4], [1, 5], [0, 2, 5]];

    /// <summary>The paths all of whose edges are there.</summary>
    public static IEnumerable<int[]> Live(Cell cell) => AllPaths.Where(path => path.All(edge => cell[edge] != Operation.None));

    /// <summary>
    /// The same network with nodes 1 and 2 exchanged where no edge lies between them, or itself; of the two the one with the smaller
    /// index, so that mirror images are encoded alike.
    /// </summary>
    public static Cell WithoutMirror(Cell cell)
    {
        if (cell[2] != Operation.None)
            return cell;
        var mirror = Cell.FromOperations(cell[1], cell[0], Operation.None, cell[3], cell[5], cell[4]);
        return mirror.Index < cell.Index ? mirror : cell;
    }

    /// <summary>The cell that stands for all that compute the same function: without dead edges, the smaller of two mirror images.</summary>
    public static Cell Network(Cell cell) => WithoutMirror(cell.EffectiveCell.Cell);
}
