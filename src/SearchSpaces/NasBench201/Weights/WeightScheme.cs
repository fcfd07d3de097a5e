namespace LatBench.SearchSpaces.NasBench201;

/// <summary>Element type and ranges of the synthetic weights of one precision.</summary>
/// <param name="Precision">The precision.</param>
/// <param name="Type">Element type of kernels.</param>
internal sealed record WeightScheme(Precision Precision, WeightType Type)
{
    /// <summary>Running variance of a normalisation: 0.75 to 1.25.</summary>
    public static readonly WeightRange Variance = new(0.75f, 1f / 512);

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

    /// <summary>Running mean of a normalisation: at most 0, so that subtracting it never takes anything away.</summary>
    private static readonly WeightRange DefaultMean = new(-255f / 1024, 1f / 1024);

    /// <summary>Shift of a normalisation and bias of the classifier: 0.25 to 0.5.</summary>
    private static readonly WeightRange DefaultShift = new(0.25f, 1f / 1024);

    /// <summary>Shift after the stem, whose input may be negative: 2 to 2.5, more than the stem can take away.</summary>
    private static readonly WeightRange DefaultStemShift = new(2f, 1f / 512);

    /// <summary>Single precision: no activation grows beyond 1e18, though skip-heavy cells add up their input four times.</summary>
    public static readonly WeightScheme Fp32 = new(Precision.Fp32, WeightType.Float32);

    /// <summary>
    /// Half precision: five cells multiply their input by 1024 at most, so each reduction takes about as much away again (2^-8 in
    /// its shortcut, 2^-9 and 2^-7 on its other branch), and the shift of the latter keeps cells that do not grow at all well above
    /// the subnormal numbers. All activations lie within 6.1e-5 and 7,000: sums over a 3×3 window stay below 65,504 too.
    /// </summary>
    public static readonly WeightScheme Fp16 = new(Precision.Fp16, WeightType.Float16)
    {
        Mean = new WeightRange(-255f / 8192, 1f / 8192),
        Shift = new WeightRange(1f / 64, 1f / 16384),
        StemScale = Scale.Times(1f / 128),
        StemShift = new WeightRange(1f / 32, 1f / 32768),
        FirstScales = [Scale3x3.Times(1f / 32), Scale3x3.Times(1f / 16)],
        SecondScales = [Scale3x3.Times(1f / 16), Scale3x3.Times(1f / 8)],
        SecondShift = new WeightRange(1f / 16, 1f / 4096),
        ShortcutFactor = 1f / 256,
        HeadScale = Scale.Times(1f / 16),
    };

    /// <summary>Signed bytes; kernels of 7 bits, so that processors that add products in 16 bits do not saturate.</summary>
    public static readonly WeightScheme Int8 = new(Precision.Int8, WeightType.Int8);

    /// <summary>Running means.</summary>
    public WeightRange Mean { get; private init; } = DefaultMean;

    /// <summary>Shifts apart from those named below, and the classifier's bias.</summary>
    public WeightRange Shift { get; private init; } = DefaultShift;

    /// <summary>Scale after the stem's convolution.</summary>
    public WeightRange StemScale { get; private init; } = Scale;

    /// <summary>Shift after the stem's convolution.</summary>
    public WeightRange StemShift { get; private init; } = DefaultStemShift;

    /// <summary>Scale after the first convolution of the two reductions.</summary>
    public IReadOnlyList<WeightRange> FirstScales { get; private init; } = [Scale3x3, Scale3x3];

    /// <summary>Scale after the second convolution of the two reductions.</summary>
    public IReadOnlyList<WeightRange> SecondScales { get; private init; } = [Scale3x3, Scale3x3];

    /// <summary>Shift after a reduction's second convolution.</summary>
    public WeightRange SecondShift { get; private init; } = DefaultShift;

    /// <summary>Gets the approximate sum of a shortcut's kernels.</summary>
    public float ShortcutFactor { get; private init; } = 1;

    /// <summary>Scale of the normalisation before the head.</summary>
    public WeightRange HeadScale { get; private init; } = Scale;

    /// <summary>The scheme of a precision.</summary>
    public static WeightScheme For(Precision precision) => precision switch
    {
        Precision.Fp32 => Fp32,
        Precision.Fp16 => Fp16,
        Precision.Int8 => Int8,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There are three precisions."),
    };
}
