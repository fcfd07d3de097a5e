namespace LatBench.SearchSpaces;

/// <summary>The number format of weights and activations.</summary>
public enum Precision
{
    /// <summary><c>fp32</c>: IEEE 754 single precision. The default everywhere.</summary>
    Fp32,

    /// <summary><c>fp16</c>: weights, input and output in half precision.</summary>
    Fp16,

    /// <summary><c>int8</c>: static quantisation in QDQ form; input and output in single precision.</summary>
    Int8,
}
