namespace LatBench.Exporter.Weights;

/// <summary>
/// Where the synthetic values of a tensor lie: <c>Low + k·Step</c> with k a random byte. Both numbers are small multiples of a
/// power of two, so every value is exact in single and half precision, and the same on every machine.
/// </summary>
internal readonly record struct WeightRange(float Low, float Step)
{
    /// <summary>Running mean of a normalisation: at most 0, so that subtracting it never takes anything away.</summary>
    public static readonly WeightRange Mean = new(-255f / 1024, 1f / 1024);

    /// <summary>Running variance of a normalisation: 0.75 to 1.25.</summary>
    public static readonly WeightRange Variance = new(0.75f, 1f / 512);

    /// <summary>Shift of a normalisation and bias of the classifier: 0.25 to 0.5.</summary>
    public static readonly WeightRange Shift = new(0.25f, 1f / 1024);

    /// <summary>Shift after the stem, whose input may be negative: 2 to 2.5, more than the stem can take away.</summary>
    public static readonly WeightRange StemShift = new(2f, 1f / 512);

    /// <summary>Scale of a normalisation: 0.875 to 1.</summary>
    public static readonly WeightRange Scale = new(0.875f, 1f / 2048);

    /// <summary>Scale after a 3×3 convolution, whose weights add up to 9/8: 0.78 to 0.9.</summary>
    public static readonly WeightRange Scale3x3 = new(0.78125f, 1f / 2048);

    /// <summary>Kernels in signed bytes: 16 to 63.</summary>
    public static readonly WeightRange Integer = new(16, 3f / 16);

    /// <summary>Integer bias, an input's part of it: 8 to 16 % of what the largest inputs and mean weights add up to.</summary>
    public static readonly WeightRange Bias = new(800, 3);

    /// <summary>Integer bias of the stem, an input's part of it: 2 to 2.5 times what the largest inputs add up to.</summary>
    public static readonly WeightRange StemBias = new(10_000, 10);

    /// <summary>A constant zero.</summary>
    public static readonly WeightRange Zero;

    /// <summary>Weights of a convolution or linear layer: positive, a kernel's sum near 1 (near 9/8 for 3×3).</summary>
    /// <param name="fanIn">Inputs of one output: channels × kernel area.</param>
    public static WeightRange Kernel(int fanIn)
    {
        var unit = 1f;
        while (unit * fanIn > 1.125f)
            unit /= 2;
        return new WeightRange(unit / 2, unit / 256);
    }

    /// <summary>The range multiplied by a power of two, or by a small integer.</summary>
    public WeightRange Times(float factor) => new(Low * factor, Step * factor);

    /// <summary>The value that belongs to a random byte.</summary>
    public float At(byte k) => Low + k * Step;
}
