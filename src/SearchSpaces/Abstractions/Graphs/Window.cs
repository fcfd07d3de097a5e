namespace LatBench.SearchSpaces;

/// <summary>A sliding window, as convolutions and pools use it, with equal padding on opposite sides.</summary>
/// <param name="Height">The height of the kernel.</param>
/// <param name="Width">The width of the kernel.</param>
/// <param name="StrideHeight">The step downwards in pixels.</param>
/// <param name="StrideWidth">The step to the right in pixels.</param>
/// <param name="PaddingHeight">The padding above and below.</param>
/// <param name="PaddingWidth">The padding left and right.</param>
/// <param name="Dilation">The distance between the kernel's pixels.</param>
public readonly record struct Window(int Height, int Width, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth, int Dilation)
{
    /// <summary>Gets a square window.</summary>
    /// <param name="size">The pixels a side.</param>
    /// <param name="stride">The step in pixels.</param>
    /// <param name="padding">The padding on every side.</param>
    /// <param name="dilation">The distance between the kernel's pixels.</param>
    public static Window Square(int size, int stride = 1, int padding = 0, int dilation = 1) => new(size, size, stride, stride, padding, padding, dilation);

    /// <summary>Gets the shape of the output, with the channels given.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The channels of the output.</param>
    public TensorShape Apply(TensorShape input, int channels) =>
        new(channels, Apply(input.Height, Height, StrideHeight, PaddingHeight), Apply(input.Width, Width, StrideWidth, PaddingWidth));

    private int Apply(int length, int size, int stride, int padding) => (length + 2 * padding - Dilation * (size - 1) - 1) / stride + 1;
}
