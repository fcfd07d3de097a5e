namespace LatBench.SearchSpaces.NasBench201;

/// <summary>The whole of NAS-Bench-201: its lists, and seeded samples of them.</summary>
public static class Space
{
    /// <summary>The space's name in files, commands and requests: <c>nas-bench-201</c>.</summary>
    public const string Name = "nas-bench-201";

    /// <summary>The number of architectures: 5 operations on 6 edges, 15,625.</summary>
    public const int Size = 15_625;

    private static readonly Lazy<Cell[]> LazyAll = new(() => [.. Enumerable.Range(0, Size).Select(Cell.FromIndex)]);

    private static readonly Lazy<Cell[]> LazyMeasurable = new(() => [.. All.Where(a => a.EffectiveCell.IsReachable)]);

    private static readonly Lazy<EffectiveCell[]> LazyCells =
        new(() => [.. Measurable.Where(a => a.EffectiveCell.Cell == a).Select(a => a.EffectiveCell)]);

    /// <summary>All 15,625 architectures, by <see cref="Cell.Index"/>.</summary>
    public static IReadOnlyList<Cell> All => LazyAll.Value;

    /// <summary>The 15,284 architectures with a path from input to output, by <see cref="Cell.Index"/>.</summary>
    public static IReadOnlyList<Cell> Measurable => LazyMeasurable.Value;

    /// <summary>The 9,444 distinct reachable effective cells, by the index of their architecture.</summary>
    public static IReadOnlyList<EffectiveCell> EffectiveCells => LazyCells.Value;

    /// <summary>
    /// Draws different architectures, all equally likely. A larger sample with the same seed begins with the smaller one.
    /// Two of them may share an effective cell, and so a model: see <see cref="SampleCells"/>.
    /// </summary>
    /// <param name="count">0 up to the size of the list drawn from.</param>
    /// <param name="seed">Equal seeds give equal samples on every machine.</param>
    /// <param name="includeUnreachable">Draws from all 15,625 instead of the 15,284 measurable ones (the default).</param>
    public static IReadOnlyList<Cell> Sample(int count, ulong seed, bool includeUnreachable = false) =>
        Draw(includeUnreachable ? All : Measurable, count, seed);

    /// <summary>
    /// Draws different effective cells out of the 9,444, all equally likely: as many models as were asked for.
    /// A larger sample with the same seed begins with the smaller one.
    /// </summary>
    /// <param name="count">0 to 9,444.</param>
    /// <param name="seed">Equal seeds give equal samples on every machine.</param>
    public static IReadOnlyList<EffectiveCell> SampleCells(int count, ulong seed) => Draw(EffectiveCells, count, seed);

    private static T[] Draw<T>(IReadOnlyList<T> population, int count, ulong seed)
    {
        if (count < 0 || count > population.Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A sample holds 0 to {population.Count} different members.");
        return new SplitMix64(seed).Sample(population, count);
    }
}
