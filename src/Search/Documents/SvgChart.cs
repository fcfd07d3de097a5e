using System.Text;

namespace LatBench.Search.Documents;

/// <summary>A chart with two axes as SVG: readable in a browser and in Markdown, light or dark.</summary>
internal sealed class SvgChart
{
    private const double Width = 720, Height = 360, Left = 64, Right = 16, Top = 16, Bottom = 48;

    private const int Ticks = 5;

    private readonly StringBuilder _body = new();

    private readonly (double Min, double Max) _x;

    private readonly (double Min, double Max) _y;

    public SvgChart(string title, string xTitle, string yTitle, IEnumerable<double> xs, IEnumerable<double> ys)
    {
        (_x, _y) = (Range(xs), Range(ys));
        Line($"<title>{Escape(title)}</title>");
        Line(FormattableString.Invariant($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>"));
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (x, y) = (_x.Min + ((_x.Max - _x.Min) * tick / Ticks), _y.Min + ((_y.Max - _y.Min) * tick / Ticks));
            Line(FormattableString.Invariant($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.#}\" y2=\"{Y(y):0.#}\" stroke=\"#e0e0e0\"/>"));
            Line(FormattableString.Invariant($"<text x=\"{Left - 8}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:0.##}</text>"));
            Line(FormattableString.Invariant($"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{x:0.##}</text>"));
        }

        Line(FormattableString.Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Escape(xTitle)}</text>"));
        Line(FormattableString.Invariant($"<text x=\"14\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {(Top + Height - Bottom) / 2})\">{Escape(yTitle)}</text>"));
    }

    /// <summary>Steps that hold their height until the next.</summary>
    public void Steps(IEnumerable<(double X, double Y)> points, string colour)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
            path.Append(path.Length == 0 ? FormattableString.Invariant($"M{X(x):0.#} {Y(y):0.#}") : FormattableString.Invariant($"H{X(x):0.#}V{Y(y):0.#}"));
        Line($"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
    }

    public void Dots(IEnumerable<(double X, double Y)> points, string colour, double radius = 3)
    {
        foreach (var (x, y) in points)
            Line(FormattableString.Invariant($"<circle cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"{radius}\" fill=\"{colour}\"/>"));
    }

    public void Vertical(double x, string label)
    {
        Line(FormattableString.Invariant($"<line x1=\"{X(x):0.#}\" x2=\"{X(x):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#b00020\" stroke-dasharray=\"6 4\"/>"));
        Line(FormattableString.Invariant($"<text x=\"{X(x) - 6:0.#}\" y=\"{Top + 14}\" text-anchor=\"end\">{Escape(label)}</text>"));
    }

    public override string ToString() =>
        FormattableString.Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">\n{_body}</svg>\n");

    private static (double Min, double Max) Range(IEnumerable<double> values)
    {
        var (min, max) = (values.Min(), values.Max());
        var margin = max > min ? 0.05 * (max - min) : Math.Max(Math.Abs(max) * 0.05, 1);
        return (min - margin, max + margin);
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    private double X(double value) => Left + ((value - _x.Min) / (_x.Max - _x.Min) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - ((value - _y.Min) / (_y.Max - _y.Min) * (Height - Top - Bottom));

    private void Line(string element) => _body.Append(element).Append('\n');
}
