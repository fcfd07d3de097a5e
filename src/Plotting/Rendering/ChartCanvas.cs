using ScottPlot;
using ScottPlot.AxisPanels;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace LatBench.Plotting.Rendering;

/// <summary>A picture being drawn, in the style of all pictures.</summary>
internal sealed class ChartCanvas : IDisposable
{
    private const float TitleSize = 16, SubtitleSize = 12, LabelSize = 13, TickSize = 12;

    /// <summary>The library sets the line below the title as high as the title itself.</summary>
    private const float SubtitleOffset = 14;

    /// <summary>The part of the width and of the height that axes, labels and margins take.</summary>
    private const double Frame = 90;

    /// <summary>The width of a text in the font of a viewer of SVG, which may be wider than ours.</summary>
    private const double WidestFont = 1.15;

    /// <summary>Transparent points need more of their colour on a dark background.</summary>
    private const double DarkOpacity = 1.6;

    private readonly Plot _plot = new();

    private readonly PictureOptions _options;

    public ChartCanvas(PictureOptions options)
    {
        _options = options;
        Theme = ChartTheme.Of(options);
        _plot.ScaleFactor = options.Scale;
        _plot.FigureBackground.Color = Theme.Background;
        _plot.DataBackground.Color = Theme.Background;
        _plot.Grid.MajorLineColor = Theme.Grid;
        _plot.Axes.Top.FrameLineStyle.Width = 0;
        _plot.Axes.Right.FrameLineStyle.Width = 0;
        _plot.Axes.Right.MinimumSize = 24;
        _plot.Axes.Title.MinimumSize = 34;
        _plot.Axes.Top.Label.OffsetY = SubtitleOffset;
        ((YAxisBase)_plot.Axes.Left).PaddingOutsideAxisLabels = new PixelPadding(8);
        ((XAxisBase)_plot.Axes.Bottom).PaddingOutsideAxisLabels = new PixelPadding(8);
        Style(_plot.Axes.Bottom);
        Style(_plot.Axes.Left);
        foreach (var (style, size, isBold, colour) in new[] { (_plot.Axes.Title.Label, TitleSize, true, Theme.Heading), (_plot.Axes.Top.Label, SubtitleSize, false, Theme.Text) })
            (style.FontName, style.FontSize, style.Bold, style.ForeColor) = (InterFont.Name, size, isBold, colour);
        var legend = _plot.Legend;
        (legend.FontName, legend.FontSize, legend.FontColor) = (InterFont.Name, SubtitleSize, Theme.Text);
        legend.SymbolWidth = 26;
        (legend.BackgroundColor, legend.OutlineWidth, legend.ShadowColor) = (Theme.Background.WithAlpha(0.85), 0, Colors.Transparent);
        _plot.HideLegend();
    }

    public ChartTheme Theme { get; }

    /// <summary>Writes the title, with a name in it, and the line below it; empty for none.</summary>
    public void Head(Func<string, string> title, string name, string subtitle)
    {
        var width = (_options.Width / _options.Scale) - Frame;
        _plot.Axes.Title.Label.Text = FittingText.Of(title, name, text => Width(text, TitleSize, bold: true) < width);
        _plot.Axes.Top.MinimumSize = subtitle.Length > 0 ? 26 : 8;
        _plot.Axes.Top.Label.Text = FittingText.Of(text => text, subtitle, text => Width(text, SubtitleSize) < width);
    }

    /// <summary>Sets the axis from left to right.</summary>
    /// <param name="title">What it shows, with its unit and perhaps a name.</param>
    /// <param name="name">The name.</param>
    /// <param name="range">The part that is shown.</param>
    /// <param name="isWhole">True where only whole numbers make sense.</param>
    public void X(Func<string, string> title, string name, AxisRange range, bool isWhole = false)
    {
        _plot.Axes.Bottom.Label.Text = FittingText.Of(title, name, text => Width(text, LabelSize) < (_options.Width / _options.Scale) - Frame);
        _plot.Axes.Bottom.TickGenerator = Ticks(isWhole);
        _plot.Axes.SetLimitsX(range.Min, range.Max);
    }

    /// <summary>Sets the axis from bottom to top.</summary>
    /// <inheritdoc cref="X"/>
    public void Y(Func<string, string> title, string name, AxisRange range, bool isWhole = false)
    {
        _plot.Axes.Left.Label.Text = FittingText.Of(title, name, text => Width(text, LabelSize) < (_options.Height / _options.Scale) - Frame - TitleSize - SubtitleSize);
        _plot.Axes.Left.TickGenerator = Ticks(isWhole);
        _plot.Axes.SetLimitsY(range.Min, range.Max);
    }

    /// <summary>Draws points: the more of them, the more transparent, and the more there are in the picture (<paramref name="outOf"/>), the smaller. Where there are few, with their intervals.</summary>
    public void Points(IReadOnlyList<(Interval X, Interval Y)> points, Color colour, string? legend = null, int? outOf = null)
    {
        if (points.Count == 0)
            return;
        double[] xs = [.. points.Select(point => point.X.Value)], ys = [.. points.Select(point => point.Y.Value)];
        var total = outOf ?? points.Count;
        if (total <= Chart.MaxIntervals)
        {
            var bars = new ErrorBar(
                xs, ys,
                [.. points.Select(point => point.X.Value - point.X.Low)], [.. points.Select(point => point.X.High - point.X.Value)],
                [.. points.Select(point => point.Y.Value - point.Y.Low)], [.. points.Select(point => point.Y.High - point.Y.Value)]);
            (bars.Color, bars.LineWidth, bars.CapSize) = (colour.WithAlpha(0.55), 1.25f, 0);
            _plot.Add.Plottable(bars);
        }

        var size = total switch
        {
            <= 60 => 8f,
            <= 400 => 6.5f,
            <= 3000 => 5f,
            _ => 4f,
        };
        var alpha = points.Count switch
        {
            <= 60 => 0.85,
            <= 400 => 0.65,
            <= 3000 => 0.5,
            _ => 0.35,
        };
        _plot.Add.Markers(xs, ys, MarkerShape.FilledCircle, size, colour.WithAlpha(_options.Dark ? Math.Min(1, alpha * DarkOpacity) : alpha));
        if (legend is not null)
            _plot.Legend.ManualItems.Add(new LegendItem { LabelText = legend, MarkerShape = MarkerShape.FilledCircle, MarkerColor = colour, MarkerSize = 7, LabelFontName = InterFont.Name });
    }

    /// <summary>Draws a straight line. A dashed one comes after all points: the library leaves its dashes set, and its SVG says on standard error of each point that it has none.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Color colour, bool isDashed, string? legend = null)
    {
        var line = _plot.Add.Line(from.X, from.Y, to.X, to.Y);
        (line.LineColor, line.LineWidth, line.LinePattern, line.MarkerSize) = (colour, 1.5f, isDashed ? LinePattern.Dashed : LinePattern.Solid, 0);
        if (legend is not null)
            _plot.Legend.ManualItems.Add(new LegendItem { LabelText = legend, LineColor = colour, LineWidth = 1.5f, LinePattern = line.LinePattern, LabelFontName = InterFont.Name });
    }

    /// <summary>Fills a polygon.</summary>
    public void Area(IEnumerable<(double X, double Y)> corners, Color colour, double alpha, string legend)
    {
        var area = _plot.Add.Polygon([.. corners.Select(corner => new Coordinates(corner.X, corner.Y))]);
        (area.FillColor, area.LineWidth) = (colour.WithAlpha(alpha), 0);
        _plot.Legend.ManualItems.Add(new LegendItem { LabelText = legend, FillColor = colour.WithAlpha(Math.Min(1, alpha * 2)), LabelFontName = InterFont.Name });
    }

    /// <summary>Draws steps that hold their height until the next.</summary>
    public void Steps(IEnumerable<(double X, double Y)> points, Color colour)
    {
        List<Coordinates> corners = [];
        foreach (var (x, y) in points)
        {
            if (corners.Count > 0)
                corners.Add(new Coordinates(x, corners[^1].Y));
            corners.Add(new Coordinates(x, y));
        }

        var line = _plot.Add.ScatterLine(corners.ToArray(), colour);
        line.LineWidth = 2;
    }

    /// <summary>Draws bars side by side.</summary>
    public void Bars(IEnumerable<(double From, double To, double Height)> bars, Color colour)
    {
        var plot = _plot.Add.Bars(bars.Select(bar => new Bar
        {
            Position = (bar.From + bar.To) / 2,
            Value = bar.Height,
            Size = (bar.To - bar.From) * 0.94,
            FillColor = colour.WithAlpha(0.85),
            LineWidth = 0,
        }).ToArray());
        plot.ValueLabelStyle.IsVisible = false;
    }

    /// <summary>Draws a dashed line from bottom to top with its meaning beside it, on the side where there is more room.</summary>
    public void Vertical(double x, string label, Color colour, AxisRange xs, AxisRange ys)
    {
        var line = _plot.Add.VerticalLine(x, 2, colour, LinePattern.Dashed);
        line.LabelText = "";
        var isRight = x < (xs.Min + xs.Max) / 2;
        var text = _plot.Add.Text(label, x, ys.Max);
        (text.LabelFontName, text.LabelFontSize, text.LabelFontColor) = (InterFont.Name, SubtitleSize, colour);
        text.LabelAlignment = isRight ? Alignment.UpperLeft : Alignment.UpperRight;
        (text.OffsetX, text.OffsetY) = (isRight ? 6 : -6, 4);
    }

    /// <summary>Writes lines into a corner of the picture.</summary>
    public void Note(IReadOnlyList<string> lines, Alignment corner)
    {
        // A label of several lines is one element a line in SVG, and each of them must be placed by itself.
        for (var i = 0; i < lines.Count; i++)
        {
            var note = _plot.Add.Annotation(lines[i], corner);
            (note.LabelFontName, note.LabelFontSize, note.LabelFontColor) = (InterFont.Name, SubtitleSize, Theme.Heading);
            (note.LabelBackgroundColor, note.LabelBorderWidth, note.LabelShadowColor, note.LabelPadding) = (Theme.Background.WithAlpha(0.7), 0, Colors.Transparent, 2);
            (note.OffsetX, note.OffsetY) = (10, 8 + (i * 18));
        }
    }

    /// <summary>Shows what colours and lines mean.</summary>
    public void Legend(Alignment corner) => _plot.ShowLegend(corner);

    public string ToSvg() => _plot.GetSvgXml(_options.Width, _options.Height);

    public byte[] ToPng() => _plot.GetImageBytes(_options.Width, _options.Height, ImageFormat.Png);

    public void Dispose() => _plot.Dispose();

    private static double Width(string text, double size, bool bold = false) => InterFont.Width(text, size, bold) * WidestFont;

    private static NumericAutomatic Ticks(bool isWhole) => new() { LabelFormatter = Numbers.Tick, IntegerTicksOnly = isWhole, TickDensity = 0.6 };

    private void Style(IAxis axis)
    {
        var (label, ticks) = (axis.Label, axis.TickLabelStyle);
        (label.FontName, label.FontSize, label.Bold, label.ForeColor) = (InterFont.Name, LabelSize, false, Theme.Text);
        (ticks.FontName, ticks.FontSize, ticks.ForeColor) = (InterFont.Name, TickSize, Theme.Text);
        (axis.FrameLineStyle.Color, axis.MajorTickStyle.Color) = (Theme.Text.WithAlpha(0.5), Theme.Text.WithAlpha(0.5));
        axis.MinorTickStyle.Length = 0;
        axis.MajorTickStyle.Length = 4;
    }
}
