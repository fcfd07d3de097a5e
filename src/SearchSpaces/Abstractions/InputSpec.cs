namespace LatBench.SearchSpaces;

/// <summary>An input that the networks of a space are built for: images of one size, and the length of the output.</summary>
/// <param name="Name">The name in files, commands and requests, such as <c>cifar100</c>.</param>
/// <param name="Channels">The channels of an image.</param>
/// <param name="Height">The height of an image in pixels.</param>
/// <param name="Width">The width of an image in pixels.</param>
/// <param name="Classes">The number of classes, which is the length of the output.</param>
public sealed record InputSpec(string Name, int Channels, int Height, int Width, int Classes)
{
    /// <summary>Gets the shape of a batch: batch, channels, height, width.</summary>
    /// <param name="batch">The number of images, at least 1.</param>
    public long[] Shape(int batch) => [batch, Channels, Height, Width];

    /// <summary>Gets the <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
