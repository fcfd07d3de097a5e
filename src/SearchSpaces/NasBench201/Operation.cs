namespace LatBench.SearchSpaces.NasBench201;

/// <summary>The operation that an edge of a cell computes. The numeric value is the operation's digit in a 6-digit code.</summary>
/// <remarks>Source: X. Dong, Y. Yang, "NAS-Bench-201", ICLR 2020.</remarks>
public enum Operation
{
    /// <summary><c>none</c>: no edge; its result is zero.</summary>
    None = 0,

    /// <summary><c>skip_connect</c>: the identity.</summary>
    SkipConnect = 1,

    /// <summary><c>nor_conv_1x1</c>: ReLU, 1×1 convolution without bias, batch normalisation.</summary>
    NorConv1x1 = 2,

    /// <summary><c>nor_conv_3x3</c>: ReLU, 3×3 convolution (padding 1) without bias, batch normalisation.</summary>
    NorConv3x3 = 3,

    /// <summary><c>avg_pool_3x3</c>: 3×3 average pool, stride 1, padding 1, padding not counted.</summary>
    AvgPool3x3 = 4,
}
