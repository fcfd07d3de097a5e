using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>A square sliding window, as convolutions and pools use it. Build it once and share it between nodes.</summary>
/// <param name="size">Pixels a side.</param>
/// <param name="stride">Step in pixels, 1 by default.</param>
/// <param name="padding">Pixels of padding on every side, 0 by default.</param>
public sealed class Window(int size, int stride = 1, int padding = 0)
{
    private readonly AttributeProto[] _attributes =
    [
        Onnx.Attributes.Ints("kernel_shape", size, size),
        Onnx.Attributes.Ints("pads", padding, padding, padding, padding),
        Onnx.Attributes.Ints("strides", stride, stride),
    ];

    /// <summary>Pixels a side.</summary>
    public int Size => size;

    /// <summary>Step in pixels.</summary>
    public int Stride => stride;

    /// <summary>Pixels of padding on every side.</summary>
    public int Padding => padding;

    /// <summary><c>kernel_shape</c>, <c>pads</c> and <c>strides</c>.</summary>
    internal ReadOnlySpan<AttributeProto> Attributes => _attributes;
}
