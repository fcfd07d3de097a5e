namespace LatBench.SearchSpaces.NasBench101.Network;

/// <summary>
/// The fixed network around the cell: a stem to 128 channels, then three stacks of three cells, with half the pixels a side and twice the channels in the second and the third.
/// Source: C. Ying et al., "NAS-Bench-101", ICML 2019, section 2.2, and its published program.
/// </summary>
internal static class Skeleton
{
    /// <summary>The number of cells.</summary>
    public const int Cells = 3 * CellsPerStack;

    private const int StemChannels = 128;

    private const int CellsPerStack = 3;

    /// <summary>Determines whether a pool that halves height and width stands before a cell.</summary>
    public static bool IsDownsampled(int cell) => cell > 0 && cell % CellsPerStack == 0;

    /// <summary>Gets the channels of the output of a cell.</summary>
    public static int Channels(int cell) => StemChannels << (cell / CellsPerStack);

    /// <summary>Gets the channels of the input of a cell.</summary>
    public static int InputChannels(int cell) => Channels(Math.Max(0, cell - 1));
}
