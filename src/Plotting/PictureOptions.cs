namespace LatBench.Plotting;

/// <summary>The size and the colours of a picture.</summary>
public sealed record PictureOptions
{
    /// <summary>The width where none is named, in pixels.</summary>
    public const int DefaultWidth = 960;

    /// <summary>The height where none is named, in pixels.</summary>
    public const int DefaultHeight = 600;

    /// <summary>The least width in pixels at which nothing overlaps.</summary>
    public const int MinWidth = 400;

    /// <summary>The least height in pixels at which nothing overlaps.</summary>
    public const int MinHeight = 300;

    /// <summary>The largest width and height in pixels.</summary>
    public const int MaxSize = 6000;

    private const double MinScale = 0.75;

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; init; } = DefaultHeight;

    /// <summary>Gets a value indicating whether the picture is drawn on a dark background.</summary>
    public bool Dark { get; init; }

    /// <summary>Gets the factor by which text, lines and points grow with the picture: one of twice the default size is the same in twice the resolution.</summary>
    internal double Scale => Math.Max(MinScale, Math.Min((double)Width / DefaultWidth, (double)Height / DefaultHeight));
}
