namespace LatBench.SearchSpaces.Darts.Weights;

/// <summary>
/// The ranges of synthetic weights, the same in single and half precision. Every normalisation adds at least 1/16, so that no value is near zero. An operation multiplies its input by less
/// than 0.9, so the largest node of a cell is at most 32 times its inputs, and the normalisations that fit the inputs of a cell divide by about 45: no value grows from cell to cell.
/// </summary>
internal static class WeightRanges
{
    /// <summary>Running variance of a normalisation: 0.75 to 1.25.</summary>
    public static readonly WeightRange Variance = new(0.75f, 1f / 512);

    /// <summary>Running mean of a normalisation: at most 0, so that subtracting it never takes anything away.</summary>
    public static readonly WeightRange Mean = new(-255f / 8192, 1f / 8192);

    /// <summary>Scale of a normalisation of an operation: 0.65 to 0.78.</summary>
    public static readonly WeightRange Scale = new(0.65625f, 1f / 2048);

    /// <summary>Scale of a normalisation that fits an input of a cell: 0.0205 to 0.0245.</summary>
    public static readonly WeightRange InputScale = Scale.Times(1f / 32);

    /// <summary>Scale after a convolution of the stem: 0.875 to 1.</summary>
    public static readonly WeightRange StemScale = new(0.875f, 1f / 2048);

    /// <summary>Shift of a normalisation, and bias of the classifier: 1/16 to 1/8.</summary>
    public static readonly WeightRange Shift = new(1f / 16, 1f / 4096);

    /// <summary>Shift after a convolution of the stem, whose input may be negative: 2 to 2.5, more than the convolution can take away.</summary>
    public static readonly WeightRange StemShift = new(2f, 1f / 512);

    /// <summary>Kernels in signed bytes: 16 to 63, so that processors that add products in 16 bits do not saturate.</summary>
    public static readonly WeightRange Integer = new(16, 3f / 16);

    /// <summary>Integer bias, an input's part of it: 8 to 16 % of what the largest inputs and mean weights add up to.</summary>
    public static readonly WeightRange Bias = new(800, 3);

    /// <summary>Integer bias of the first convolution, an input's part of it: 2 to 2.5 times what the largest inputs add up to.</summary>
    public static readonly WeightRange StemBias = new(10_000, 10);
}
