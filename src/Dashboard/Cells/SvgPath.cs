using System.Globalization;

namespace LatBench.Dashboard.Cells;

/// <summary>Writes path data of SVG.</summary>
internal static class SvgPath
{
    private const double HeadLength = 9;
    private const double HeadHalfWidth = 4.2;

    /// <summary>Writes a curve with one control point.</summary>
    public static string Curve(Spot from, Spot control, Spot to) =>
        $"M{N(from.X)} {N(from.Y)}Q{N(control.X)} {N(control.Y)} {N(to.X)} {N(to.Y)}";

    /// <summary>Writes a smooth line through points from left to right, level at each of them.</summary>
    public static string Through(IReadOnlyList<Spot> points)
    {
        var path = $"M{N(points[0].X)} {N(points[0].Y)}";
        foreach (var (from, to) in points.Zip(points.Skip(1)))
        {
            var middle = (from.X + to.X) / 2;
            path += $"C{N(middle)} {N(from.Y)} {N(middle)} {N(to.Y)} {N(to.X)} {N(to.Y)}";
        }

        return path;
    }

    /// <summary>Writes the head of an arrow.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="behind">A point that the arrow comes from.</param>
    public static string Head(Spot tip, Spot behind)
    {
        var (dx, dy) = (tip.X - behind.X, tip.Y - behind.Y);
        var length = Math.Max(Math.Sqrt((dx * dx) + (dy * dy)), 1e-6);
        (dx, dy) = (dx / length, dy / length);
        var (x, y) = (tip.X - (dx * HeadLength), tip.Y - (dy * HeadLength));
        return $"M{N(tip.X)} {N(tip.Y)}L{N(x - (dy * HeadHalfWidth))} {N(y + (dx * HeadHalfWidth))}L{N(x + (dy * HeadHalfWidth))} {N(y - (dx * HeadHalfWidth))}Z";
    }

    /// <summary>Writes a number.</summary>
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
