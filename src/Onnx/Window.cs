using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>A sliding window, as convolutions and pools use it, with equal padding on opposite sides. Build it once and share it between nodes.</summary>
/// <param name="height">Height of the kernel in pixels.</param>
/// <param name="width">Width of the kernel in pixels.</param>
/// <param name="strideHeight">Step downwards in pixels.</param>
/// <param name="strideWidth">Step to the right in pixels.</param>
/// <param name="paddingHeight">Pixels of padding above and below.</param>
/// <param name="paddingWidth">Pixels of padding left and right.</param>
/// <param name="dilation">Distance between the kernel's pixels; pools need 1.</param>
public sealed class Window(int height, int width, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth, int dilation)
{
    private readonly AttributeProto[] _attributes =
    [
        .. dilation == 1 ? Array.Empty<AttributeProto>() : [Onnx.Attributes.Ints("dilations", dilation, dilation)],
        Onnx.Attributes.Ints("kernel_shape", height, width),
        Onnx.Attributes.Ints("pads", paddingHeight, paddingWidth, paddingHeight, paddingWidth),
        Onnx.Attributes.Ints("strides", strideHeight, strideWidth),
    ];

    /// <summary>Creates a square window without dilation.</summary>
    /// <param name="size">Pixels a side.</param>
    /// <param name="stride">Step in pixels, 1 by default.</param>
    /// <param name="padding">Pixels of padding on every side, 0 by default.</param>
    public Window(int size, int stride = 1, int padding = 0)
        : this(size, size, stride, stride, padding, padding, 1)
    {
    }

    /// <summary><c>kernel_shape</c>, <c>pads</c>, <c>strides</c>, and <c>dilations</c> where there are any.</summary>
    internal ReadOnlySpan<AttributeProto> Attributes => _attributes;
}
