namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// The published size of a network. Both figures count every edge of the architecture, dead ones too, as the NAS-Bench-201
/// tables do; the network that is measured may be smaller.
/// </summary>
/// <param name="Macs">
/// Multiply-accumulate operations of one image: convolutions and the linear layer with its bias (the tables call them FLOPs).
/// </param>
/// <param name="Parameters">Trainable parameters: convolutions, batch normalisation scale and shift, linear layer.</param>
public readonly record struct CostCounts(long Macs, long Parameters)
{
    private const int NormalCells = 3 * 5; // five at each of 16, 32 and 64 channels

    private const long StemAndReductionParameters =
        3 * 16 * 9 + 2 * 16
        + 16 * 32 * 9 + 2 * 32 + 32 * 32 * 9 + 2 * 32 + 16 * 32
        + 32 * 64 * 9 + 2 * 64 + 64 * 64 * 9 + 2 * 64 + 32 * 64
        + 2 * 64;

    /// <summary>The cost of an architecture by the published formula (design of the network: NAS-Bench-201, section 2).</summary>
    /// <param name="architecture">Any of the 15,625, reachable or not.</param>
    /// <param name="dataset">Sets the image size and the number of classes.</param>
    public static CostCounts Of(Cell architecture, Dataset dataset)
    {
        long convolutions1 = 0, convolutions3 = 0;
        foreach (var operation in architecture.Operations)
        {
            convolutions1 += operation == Operation.NorConv1x1 ? 1 : 0;
            convolutions3 += operation == Operation.NorConv3x3 ? 1 : 0;
        }

        // Each stage halves the side and doubles the channels, so a 1×1 convolution costs the same in all three.
        long pixels = dataset.ImageSize() * dataset.ImageSize();
        var macs1 = NormalCells * 16 * 16 * pixels;
        var linear = (64L + 1) * dataset.Classes();
        var macs = StemAndReductionMacs(pixels) + linear + macs1 * (convolutions1 + 9 * convolutions3);

        const long weights1 = 5 * (16 * 16 + 32 * 32 + 64 * 64);
        const long affine = 5 * 2 * (16 + 32 + 64);
        var parameters = StemAndReductionParameters + linear
            + (weights1 + affine) * convolutions1 + (9 * weights1 + affine) * convolutions3;
        return new CostCounts(macs, parameters);
    }

    private static long StemAndReductionMacs(long pixels) =>
        3 * 16 * 9 * pixels
        + (16 * 32 * 9 + 32 * 32 * 9 + 16 * 32) * (pixels / 4)
        + (32 * 64 * 9 + 64 * 64 * 9 + 32 * 64) * (pixels / 16);
}
