namespace LatBench.SearchSpaces;

/// <summary>The shape of an activation without its batch dimension.</summary>
/// <param name="Channels">The number of channels; of features after flattening.</param>
/// <param name="Height">The height in pixels; 1 after flattening.</param>
/// <param name="Width">The width in pixels; 1 after flattening.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Gets the number of elements of one image.</summary>
    public long Elements => (long)Channels * Height * Width;
}
