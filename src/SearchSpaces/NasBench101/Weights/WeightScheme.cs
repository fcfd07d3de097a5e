namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// Element type and ranges of the synthetic weights of one precision. A normalisation takes an eighth of what it is given and adds 1/4 to 1/2: all activations after the stem are
/// positive, and sums over many paths stay small enough for half precision.
/// </summary>
/// <param name="Precision">The precision.</param>
/// <param name="Type">The element type of kernels.</param>
internal sealed record WeightScheme(Precision Precision, WeightType Type)
{
    /// <summary>The range of integer biases for each input: 8 to 16 % of what the largest inputs and mean weights add up to.</summary>
    public static readonly WeightRange Bias = new(800, 3);

    /// <summary>The range of integer biases of the stem for each input: 2 to 2.5 times what the largest inputs add up to.</summary>
    public static readonly WeightRange StemBias = new(10_000, 10);

    /// <summary>Kernels of 7 bits, so that processors that add products in 16 bits do not saturate: 16 to 63.</summary>
    private static readonly WeightRange IntegerKernel = new(16, 3f / 16);

    /// <summary>Gets the scheme of a precision.</summary>
    public static WeightScheme For(Precision precision) => new(precision, precision switch
    {
        Precision.Fp32 => WeightType.Float32,
        Precision.Fp16 => WeightType.Float16,
        Precision.Int8 => WeightType.Int8,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There are three precisions."),
    });

    /// <summary>Gets the range of the tensors of a normalisation.</summary>
    /// <param name="part"><c>scale</c>, <c>shift</c>, <c>mean</c> or <c>variance</c>.</param>
    public static WeightRange Norm(string part) => part switch
    {
        "scale" => new WeightRange(0.109375f, 1f / 16384), // to 1/8
        "shift" => new WeightRange(0.25f, 1f / 1024),
        "mean" => new WeightRange(-255f / 1024, 1f / 1024), // at most 0: subtracting it never takes anything away
        "variance" => new WeightRange(0.75f, 1f / 512),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "A normalisation has four tensors."),
    };

    /// <summary>Gets the range of kernels.</summary>
    /// <param name="fanIn">The inputs of one output.</param>
    public WeightRange Kernel(int fanIn) => Precision == Precision.Int8 ? IntegerKernel : WeightRange.Kernel(fanIn);
}
