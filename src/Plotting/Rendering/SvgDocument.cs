using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LatBench.Plotting.Rendering;

/// <summary>
/// Makes of what the plotting library draws a document for every viewer: with a title, text that a viewer sets with a font of its own around the point that it belongs to, numbers of a hundredth
/// of a pixel, and names that no other picture of a page has.
/// </summary>
internal static partial class SvgDocument
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] OfPoints = ["fill", "fill-opacity"];

    [GeneratedRegex(@"-?\d+\.\d{3,}")]
    private static partial Regex LongNumber { get; }

    /// <summary>Writes the document.</summary>
    /// <param name="drawn">The SVG of the plotting library.</param>
    /// <param name="name">The kind of the picture.</param>
    /// <param name="title">What it shows, for people who do not see it.</param>
    /// <param name="options">Its size.</param>
    public static string Write(string drawn, string name, string title, PictureOptions options)
    {
        var root = XDocument.Parse(drawn).Root!;
        root.Attributes().Where(attribute => attribute.Name.LocalName == "xlink").Remove();
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {options.Width} {options.Height}"));
        root.SetAttributeValue("role", "img");
        root.AddFirst(new XElement(Svg + "title", title));
        foreach (var element in root.DescendantsAndSelf().ToArray())
        {
            if (element.Name == Svg + "text")
                Anchor(element);
            else if (element.Name == Svg + "ellipse" && (string?)element.Attribute("rx") == (string?)element.Attribute("ry"))
                MakeCircle(element);
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
                attribute.Value = LongNumber.Replace(attribute.Value, number => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture));
        }

        Rename(root, name);
        foreach (var group in root.Descendants(Svg + "g").ToArray())
        {
            // The font of a viewer may be wider than that by which the library clips.
            if (group.Elements(Svg + "text").Any())
                group.Attribute("clip-path")?.Remove();
            GroupPoints(group);
        }

        return root.ToString(SaveOptions.DisableFormatting).Replace("><", ">\n<", StringComparison.Ordinal) + "\n";
    }

    // The library places each letter, by the widths of its own font. The place of the whole text, and the side from which it grows, hold for every font.
    private static void Anchor(XElement text)
    {
        var (content, size, bold) = (text.Value.Trim(), Number(text, "font-size"), (string?)text.Attribute("font-weight") is not null);
        text.Value = content;
        var start = double.Parse(((string)text.Attribute("x")!).Split(',')[0], CultureInfo.InvariantCulture);
        var width = InterFont.Width(content, size, bold);
        var (anchor, share) = (-start / width) switch
        {
            < 0.25 => ("start", 0.0),
            < 0.75 => ("middle", 0.5),
            _ => ("end", 1.0),
        };
        text.SetAttributeValue("x", (start + (share * width)).ToString("0.##", CultureInfo.InvariantCulture));
        text.SetAttributeValue("y", ((string)text.Attribute("y")!).Split(',')[0]);
        text.SetAttributeValue("text-anchor", anchor);
        text.SetAttributeValue("font-family", InterFont.Family);
        text.SetAttributeValue("font-weight", bold ? "600" : null);
    }

    private static void MakeCircle(XElement ellipse)
    {
        ellipse.Name = Svg + "circle";
        ellipse.Attribute("ry")!.Remove();
        ellipse.Add(new XAttribute("r", ellipse.Attribute("rx")!.Value));
        ellipse.Attribute("rx")!.Remove();
    }

    // The library numbers names from one picture of a process to the next.
    private static void Rename(XElement root, string name)
    {
        var names = root.Descendants().Attributes("id").Select((id, i) => (id.Value, New: FormattableString.Invariant($"{name}-{i + 1}"))).ToDictionary(id => $"url(#{id.Value})", id => id.New);
        foreach (var attribute in root.Descendants().Attributes())
        {
            if (attribute.Name == "id")
                attribute.Value = names[$"url(#{attribute.Value})"];
            else if (names.TryGetValue(attribute.Value, out var renamed))
                attribute.Value = $"url(#{renamed})";
        }
    }

    // The colour of thousands of points is said once.
    private static void GroupPoints(XElement group)
    {
        foreach (var run in Runs(group.Elements().ToArray()).Where(run => run.Count > 1))
        {
            var points = new XElement(Svg + "g", OfPoints.Select(attribute => run[0].Attribute(attribute)));
            run[0].AddBeforeSelf(points);
            foreach (var circle in run)
            {
                circle.Remove();
                circle.Attributes().Where(attribute => OfPoints.Contains(attribute.Name.LocalName)).Remove();
                points.Add(circle);
            }
        }
    }

    private static IEnumerable<List<XElement>> Runs(IEnumerable<XElement> elements)
    {
        List<XElement> run = [];
        foreach (var element in elements)
        {
            var isPoint = element.Name == Svg + "circle";
            if (run.Count > 0 && !(isPoint && OfPoints.All(name => (string?)element.Attribute(name) == (string?)run[0].Attribute(name))))
            {
                yield return run;
                run = [];
            }

            if (isPoint)
                run.Add(element);
        }

        yield return run;
    }

    private static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);
}
