using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LatBench.Plotting.Rendering;
using LatBench.TestKit;

namespace LatBench.Plotting.Tests;

public sealed partial class ChartTests
{
    private static readonly PictureOptions Default = new();

    public static TheoryData<string> Names => [.. ChartExamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_is_one_element_with_every_point_and_text(string name)
    {
        var (chart, circles, texts) = ChartExamples.All[name];

        var svg = Svg(chart, Default);

        Assert.Equal(("svg", "img", "0 0 960 600"), (svg.Name.LocalName, (string?)svg.Attribute("role"), (string?)svg.Attribute("viewBox")));
        Assert.Equal(chart.Title, svg.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Equal(circles, Named(svg, "circle").Count());
        var written = Named(svg, "text").Select(text => text.Value).ToArray();
        Assert.All(texts, text => Assert.Contains(text, written));
        Assert.All(Named(svg, "text"), text => Assert.EndsWith("sans-serif", (string?)text.Attribute("font-family"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_has_no_text_outside_of_the_picture(string name)
    {
        foreach (var options in new PictureOptions[] { Default, new() { Width = PictureOptions.MinWidth, Height = PictureOptions.MinHeight }, new() { Width = 1920, Height = 1200 } })
        {
            foreach (var text in Named(Svg(ChartExamples.All[name].Chart, options), "text"))
            {
                var (left, top, right, bottom) = Extent(text);
                Assert.True(left >= 0 && top >= 0 && right <= options.Width && bottom <= options.Height, $"'{text.Value}' lies from {left}, {top} to {right}, {bottom} in {options.Width} x {options.Height}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_is_the_same_in_every_locale_and_at_once(string name)
    {
        var chart = ChartExamples.All[name].Chart;
        var expected = chart.ToSvg(Default);
        var former = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal(expected, chart.ToSvg(Default));
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }

        var atOnce = new string[8];
        Parallel.For(0, atOnce.Length, i => atOnce[i] = chart.ToSvg(Default));
        Assert.All(atOnce, svg => Assert.Equal(expected, svg));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_has_the_size_and_the_colours_of_its_theme(string name)
    {
        var options = new PictureOptions { Width = 720, Height = 450 };

        var light = PngPicture.Decode(ChartExamples.All[name].Chart.ToPng(options));
        var dark = PngPicture.Decode(ChartExamples.All[name].Chart.ToPng(options with { Dark = true }));

        Assert.Equal((720, 450, 720, 450), (light.Width, light.Height, dark.Width, dark.Height));
        Assert.Contains(0xffffff, light.Colours);
        Assert.Contains(0x14181f, dark.Colours);
        Assert.DoesNotContain(0xffffff, dark.Colours);
        Assert.InRange(light.Colours.Count, 20, int.MaxValue); // text and points have soft edges
    }

    [Fact]
    public void Two_pictures_of_a_page_share_no_name()
    {
        var ids = new[] { "trace", "front" }.SelectMany(name => Svg(ChartExamples.All[name].Chart, Default).Descendants().Attributes("id").Select(id => id.Value)).ToArray();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Histogram_counts_every_latency()
    {
        var bars = Named(Svg(ChartExamples.All["histogram"].Chart, Default), "rect").Where(rect => (string?)rect.Attribute("fill") == "#2F6FDE").Select(rect => Number(rect, "height")).ToArray();

        Assert.InRange(bars.Length, 8, 80);
        var one = bars.Where(height => height > 0).Min();
        Assert.InRange(bars.Sum() / one, 10, 40.5); // 40 latencies, at least one of them in the lowest bar
    }

    [Fact]
    public void Intervals_are_drawn_where_there_are_few_points()
    {
        Assert.Equal(40, Intervals(ChartExamples.All["macs"].Chart));
        var many = new Plotting.Charts.LatencyScatter { Target = "t", Subtitle = "", Cost = "MACs", Points = [.. Enumerable.Range(1, Chart.MaxIntervals + 1).Select(i => ((double)i, new Interval(i, i - 1, i + 1)))] };
        Assert.Equal(0, Intervals(many));
    }

    [Theory]
    [InlineData("a.svg", ".svg")]
    [InlineData("folder.png/a.SVG", ".svg")]
    [InlineData("a.PNG", ".png")]
    [InlineData("a.jpg", null)]
    [InlineData("svg", null)]
    [InlineData("", null)]
    public void Format_is_found_by_the_end_of_the_name(string path, string? extension)
    {
        Assert.Equal(extension is not null, PictureFormat.TryFind(path, out var format));
        Assert.Equal(extension, format?.Extension);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Figure { get; }

    private static XElement Svg(Chart chart, PictureOptions options) => XDocument.Parse(chart.ToSvg(options)).Root!;

    private static IEnumerable<XElement> Named(XElement svg, string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

    private static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);

    // The lines of intervals are three strokes each: the interval and, of no length, its ends.
    private static int Intervals(Chart chart) => Named(Svg(chart, Default), "path")
        .Where(path => (string?)path.Attribute("stroke") == "#2F6FDE")
        .Sum(path => ((string)path.Attribute("d")!).Split('M', StringSplitOptions.RemoveEmptyEntries).Select(stroke => Figure.Matches(stroke).Select(figure => figure.Value).ToArray()).Count(stroke => stroke is [var x1, var y1, var x2, var y2] && x1 == x2 && y1 != y2));

    /// <summary>The rectangle that a text takes: after its transformation, in pixels.</summary>
    private static (double Left, double Top, double Right, double Bottom) Extent(XElement text)
    {
        var size = Number(text, "font-size");
        var width = InterFont.Width(text.Value, size, text.Attribute("font-weight") is not null) * 1.15; // a viewer may have a wider font
        var left = Number(text, "x") - ((string?)text.Attribute("text-anchor") switch
        {
            "middle" => width / 2,
            "end" => width,
            _ => 0,
        });
        var baseline = Number(text, "y");
        var given = (string?)text.Attribute("transform") ?? "translate(0 0)";
        double[] figures = [.. Figure.Matches(given).Select(figure => double.Parse(figure.Value, CultureInfo.InvariantCulture))];
        var matrix = given switch
        {
            _ when given.StartsWith("matrix", StringComparison.Ordinal) => figures,
            _ when given.Contains("scale", StringComparison.Ordinal) => [figures[2], 0, 0, figures.Length > 3 ? figures[3] : figures[2], figures[0], figures[1]],
            _ => [1, 0, 0, 1, figures[0], figures.Length > 1 ? figures[1] : 0],
        };
        var corners = new[] { (left, baseline), (left + width, baseline), (left, baseline - (0.75 * size)), (left + width, baseline - (0.75 * size)) }
            .Select(corner => (X: (matrix[0] * corner.Item1) + (matrix[2] * corner.Item2) + matrix[4], Y: (matrix[1] * corner.Item1) + (matrix[3] * corner.Item2) + matrix[5])).ToArray();
        return (corners.Min(corner => corner.X), corners.Min(corner => corner.Y), corners.Max(corner => corner.X), corners.Max(corner => corner.Y));
    }
}
