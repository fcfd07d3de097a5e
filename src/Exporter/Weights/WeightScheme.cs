using LatBench.Onnx;

namespace LatBench.Exporter.Weights;

/// <summary>Element type and ranges of the synthetic weights of one precision.</summary>
/// <param name="Precision">The precision.</param>
/// <param name="Type">Element type of kernels.</param>
internal sealed record WeightScheme(Precision Precision, ElementType Type)
{
    /// <summary>Single precision: no activation grows beyond 1e18, though skip-heavy cells add up their input four times.</summary>
    public static readonly WeightScheme Fp32 = new(Precision.Fp32, ElementType.Float32);

    /// <summary>
    /// Half precision: five cells multiply their input by 1024 at most, so each reduction takes about as much away again (2^-8 in
    /// its shortcut, 2^-9 and 2^-7 on its other branch), and the shift of the latter keeps cells that do not grow at all well above
    /// the subnormal numbers. All activations lie within 6.1e-5 and 7,000: sums over a 3×3 window stay below 65,504 too.
    /// </summary>
    public static readonly WeightScheme Fp16 = new(Precision.Fp16, ElementType.Float16)
    {
        Mean = new WeightRange(-255f / 8192, 1f / 8192),
        Shift = new WeightRange(1f / 64, 1f / 16384),
        StemScale = WeightRange.Scale.Times(1f / 128),
        StemShift = new WeightRange(1f / 32, 1f / 32768),
        FirstScales = [WeightRange.Scale3x3.Times(1f / 32), WeightRange.Scale3x3.Times(1f / 16)],
        SecondScales = [WeightRange.Scale3x3.Times(1f / 16), WeightRange.Scale3x3.Times(1f / 8)],
        SecondShift = new WeightRange(1f / 16, 1f / 4096),
        ShortcutFactor = 1f / 256,
        HeadScale = WeightRange.Scale.Times(1f / 16),
    };

    /// <summary>Signed bytes; kernels of 7 bits, so that processors that add products in 16 bits do not saturate.</summary>
    public static readonly WeightScheme Int8 = new(Precision.Int8, ElementType.Int8);

    /// <summary>Running means.</summary>
    public WeightRange Mean { get; private init; } = WeightRange.Mean;

    /// <summary>Shifts apart from those named below, and the classifier's bias.</summary>
    public WeightRange Shift { get; private init; } = WeightRange.Shift;

    /// <summary>Scale after the stem's convolution.</summary>
    public WeightRange StemScale { get; private init; } = WeightRange.Scale;

    /// <summary>Shift after the stem's convolution.</summary>
    public WeightRange StemShift { get; private init; } = WeightRange.StemShift;

    /// <summary>Scale after the first convolution of the two reductions.</summary>
    public IReadOnlyList<WeightRange> FirstScales { get; private init; } = [WeightRange.Scale3x3, WeightRange.Scale3x3];

    /// <summary>Scale after the second convolution of the two reductions.</summary>
    public IReadOnlyList<WeightRange> SecondScales { get; private init; } = [WeightRange.Scale3x3, WeightRange.Scale3x3];

    /// <summary>Shift after a reduction's second convolution.</summary>
    public WeightRange SecondShift { get; private init; } = WeightRange.Shift;

    /// <summary>What a shortcut's kernels add up to, about.</summary>
    public float ShortcutFactor { get; private init; } = 1;

    /// <summary>Scale of the normalisation before the head.</summary>
    public WeightRange HeadScale { get; private init; } = WeightRange.Scale;

    /// <summary>The scheme of a precision.</summary>
    public static WeightScheme For(Precision precision) => precision switch
    {
        Precision.Fp32 => Fp32,
        Precision.Fp16 => Fp16,
        Precision.Int8 => Int8,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There are three precisions."),
    };
}
