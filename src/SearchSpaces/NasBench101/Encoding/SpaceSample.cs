namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>A seeded sample of the space, which encoders take means and deviations from.</summary>
internal static class SpaceSample
{
    private const int Count = 2_000;

    private const ulong Seed = 1;

    private static readonly Lazy<IReadOnlyList<Cell>> Drawn = new(() => Space.Sample(Count, Seed));

    /// <summary>Gets the cells.</summary>
    public static IReadOnlyList<Cell> Cells => Drawn.Value;
}
