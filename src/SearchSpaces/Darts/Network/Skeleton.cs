using System.Collections.Concurrent;

namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>
/// The fixed parts of the networks for one input: stem, cells with their channels and sizes, classifier. Cells number one third and two thirds are reduction cells.
/// </summary>
/// <remarks>Source: H. Liu, K. Simonyan, Y. Yang, "DARTS", ICLR 2019, and its published program; J. Siems et al., "NAS-Bench-301", 2020, for the small network.</remarks>
internal sealed class Skeleton
{
    /// <summary>The channels of the CIFAR stem for each of the first cells' channels.</summary>
    private const int StemMultiplier = 3;

    private static readonly ConcurrentDictionary<InputSpec, Skeleton> Known = new();

    private Skeleton(InputSpec input)
    {
        Input = input;
        (Channels, var cells) = input.Name switch
        {
            "nas-bench-301" => (32, 8),
            "cifar10" => (36, 20),
            "imagenet" => (48, 14),
            _ => throw new ArgumentException($"There is no DARTS network for the input '{input.Name}'.", nameof(input)),
        };
        IsImageNet = input.Name == "imagenet";
        StemChannels = IsImageNet ? Channels : StemMultiplier * Channels;
        var plans = new CellPlan[cells];
        var (channels, size, halvesFirst) = (Channels, IsImageNet ? input.Height / 8 : input.Height, IsImageNet);
        for (var cell = 0; cell < cells; cell++)
        {
            var isReduction = cell == cells / 3 || cell == 2 * cells / 3;
            channels *= isReduction ? 2 : 1;
            plans[cell] = new CellPlan(cell, isReduction, halvesFirst, channels, size);
            size = plans[cell].OutputSize;
            halvesFirst = isReduction;
        }

        Cells = plans;
    }

    public InputSpec Input { get; }

    /// <summary>Gets the channels of the first cells.</summary>
    public int Channels { get; }

    /// <summary>Gets the channels of the inputs of the first cell.</summary>
    public int StemChannels { get; }

    /// <summary>Gets a value indicating whether the stem has three convolutions and divides the size by eight.</summary>
    public bool IsImageNet { get; }

    public IReadOnlyList<CellPlan> Cells { get; }

    public static Skeleton Of(InputSpec input) => Known.GetOrAdd(input, one => new Skeleton(one));

    /// <summary>Gets the cell that gives an input of a cell; null where the stem does.</summary>
    /// <param name="cell">The place of the cell.</param>
    /// <param name="input">0 for the cell before the last one, 1 for the last one.</param>
    public CellPlan? Source(int cell, int input) => cell - GenotypeCell.Inputs + input is >= 0 and var source ? Cells[source] : null;

    /// <summary>Gets the channels of an input of a cell.</summary>
    public int InputChannels(Genotype genotype, int cell, int input) =>
        Source(cell, input) is { } source ? source.Channels * genotype.Cell(source.IsReduction).Concatenated.Length : StemChannels;
}
