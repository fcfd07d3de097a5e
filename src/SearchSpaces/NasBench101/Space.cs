using System.Numerics;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>The unique cells of NAS-Bench-101, each in its canonical form, in the order of the published enumeration.</summary>
internal static class Space
{
    /// <summary>The name of the space in files, commands and requests.</summary>
    public const string Name = "nas-bench-101";

    /// <summary>The name of the space in texts for people.</summary>
    public const string Title = "NAS-Bench-101";

    /// <summary>The number of unique cells.</summary>
    public const int Size = 423_624;

    private static readonly Lazy<Cell[]> Unique = new(() => [.. Enumerable.Range(2, Cell.MaxVertices - 1).SelectMany(Enumerate)]);

    /// <summary>Gets the one input.</summary>
    public static InputSpec Input { get; } = new("cifar10", 3, 32, 32, 10);

    /// <summary>Gets the unique cells: by vertices, then by the bits of their edges, then by the labels of their operations. They take 3.4 MB.</summary>
    public static IReadOnlyList<Cell> All => Unique.Value;

    /// <summary>Draws different cells, all equally likely. A larger sample with the same seed begins with the smaller one.</summary>
    /// <param name="count">0 up to <see cref="Size"/>.</param>
    /// <param name="seed">Equal seeds give equal samples on every machine.</param>
    public static IReadOnlyList<Cell> Sample(int count, ulong seed) => count is >= 0 and <= Size
        ? new SplitMix64(seed).Sample(All, count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"A sample holds 0 to {Size} different members.");

    private static IEnumerable<Cell> Enumerate(int vertices)
    {
        var orders = CanonicalForm.Reorderings(vertices);
        var ends = Ends(vertices);
        var labellings = Labellings(vertices);
        for (var bits = 1; bits < 1 << (vertices * (vertices - 1) / 2); bits++)
        {
            if (BitOperations.PopCount((uint)bits) > Cell.MaxEdges || Array.Exists(ends, edges => (bits & edges) == 0))
                continue;
            var (isFirst, symmetries) = (true, new List<Reordering>());
            foreach (var order in orders)
            {
                if (!order.TryApply(bits, bits, out var reordered))
                    continue;
                isFirst &= reordered == bits;
                symmetries.Add(order);
            }

            if (!isFirst)
                continue;
            foreach (var labels in labellings)
            {
                var cell = new Cell(vertices, bits, labels);
                if (symmetries.TrueForAll(symmetry => symmetry.Apply(cell) >= labels))
                    yield return cell;
            }
        }
    }

    /// <summary>The edges into each vertex and out of each: a cell has one of each, which puts every vertex on a path from input to output.</summary>
    private static int[] Ends(int vertices) =>
    [
        .. Enumerable.Range(1, vertices - 1).Select(to => Enumerable.Range(0, to).Sum(from => Cell.Bit(from, to))),
        .. Enumerable.Range(0, vertices - 1).Select(from => Enumerable.Range(from + 1, vertices - from - 1).Sum(to => Cell.Bit(from, to))),
    ];

    private static int[] Labellings(int vertices)
    {
        int[] labellings = [0];
        for (var vertex = 1; vertex < vertices - 1; vertex++)
            labellings = [.. labellings.SelectMany(_ => Enum.GetValues<Operation>(), (labels, operation) => labels | Cell.Label(vertex, operation))];
        return labellings;
    }
}
