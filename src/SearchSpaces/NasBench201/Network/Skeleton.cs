namespace LatBench.SearchSpaces.NasBench201.Network;

/// <summary>
/// The fixed skeleton around the cell: 17 cells, 5 normal ones at each of 16, 32 and 64 channels with a reduction between.
/// Source: NAS-Bench-201, section 2.1 (C = 16, N = 5).
/// </summary>
internal static class Skeleton
{
    public const int StemChannels = 16;

    public const int HeadChannels = 64;

    public const int Cells = 17;

    private const int FirstReduction = 5;

    private const int SecondReduction = 11;

    public static bool IsReduction(int cell) => cell is FirstReduction or SecondReduction;

    /// <summary>The channels of a cell's output.</summary>
    public static int Channels(int cell) => cell < FirstReduction ? 16 : cell < SecondReduction ? 32 : 64;

    /// <summary>The name of an edge's layer, such as <c>cell3/1-2</c>.</summary>
    public static string EdgeName(int cell, int edge) => $"cell{cell}/{Edge.All[edge].From}-{Edge.All[edge].To}";
}
