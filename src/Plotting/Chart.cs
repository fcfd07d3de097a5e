using LatBench.Plotting.Rendering;

namespace LatBench.Plotting;

/// <summary>Numbers that can be drawn in two axes. Equal charts give equal pictures, whatever fonts and locale a machine has; PNG only on processors of one architecture.</summary>
public abstract class Chart
{
    /// <summary>The number of points up to which their intervals are drawn.</summary>
    public const int MaxIntervals = 200;

    /// <summary>Gets the title of the picture.</summary>
    public abstract string Title { get; }

    /// <summary>Draws the chart as SVG: one element, without an XML declaration, so that it can stand in a page as well. Its text remains text.</summary>
    /// <param name="options">Size and colours.</param>
    public string ToSvg(PictureOptions options)
    {
        using var canvas = Fill(options);
        return SvgDocument.Write(canvas.ToSvg(), GetType().Name, Title, options);
    }

    /// <summary>Draws the chart as PNG.</summary>
    /// <param name="options">Size and colours.</param>
    public byte[] ToPng(PictureOptions options)
    {
        using var canvas = Fill(options);
        return canvas.ToPng();
    }

    /// <summary>Draws the content.</summary>
    internal abstract void Draw(ChartCanvas canvas);

    private ChartCanvas Fill(PictureOptions options)
    {
        var canvas = new ChartCanvas(options);
        Draw(canvas);
        return canvas;
    }
}
