using System.Net;
using System.Text;
using LatBench.Plotting;

namespace LatBench.Search.Documents;

/// <summary>The report of a search as files: Markdown with its pictures beside it, and one HTML file with the pictures inside.</summary>
public static class ReportFiles
{
    private static readonly string[] Headings = ["rank", "architecture", "code", "accuracy, %", "target", "predicted, ms", "90 % interval", "measured, ms", "95 % interval", "limit, ms", "limit met", "state"];

    private static readonly PictureOptions Size = new() { Width = 800, Height = 500 };

    /// <summary>Writes them: name and text, UTF-8.</summary>
    public static IReadOnlyList<(string Path, string Content)> Write(SearchDocument document)
    {
        (string Path, string Title, string Svg)[] pictures =
        [
            .. from picture in new[] { (Path: "trace.svg", Chart: Pictures.Trace(document)), (Path: "front.svg", Chart: Pictures.Front(document)) }
               where picture.Chart is not null
               select (picture.Path, picture.Chart.Title, picture.Chart.ToSvg(Size)),
        ];
        return [("report.md", Markdown(document, pictures)), ("report.html", Html(document, pictures)), .. pictures.Select(picture => (picture.Path, picture.Svg))];
    }

    private static string Markdown(SearchDocument document, (string Path, string Title, string Svg)[] pictures)
    {
        var text = new StringBuilder().Append("# ").Append(Cell(document.Title)).Append("\n\n| | |\n|---|---|\n");
        foreach (var (name, value) in document.Facts)
            text.Append("| ").Append(name).Append(" | ").Append(Cell(value)).Append(" |\n");
        text.Append("\n## Winners\n\n");
        if (document.Winners.Count == 0)
            text.Append("Nothing was reported yet.\n");
        else
            text.Append("| ").AppendJoin(" | ", Headings).Append(" |\n|").AppendJoin("", Headings.Select(_ => "---|")).Append('\n');
        foreach (var row in Rows(document))
            text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
        if (document.Note.Length > 0)
            text.Append('\n').Append(document.Note).Append('\n');
        foreach (var (path, title, _) in pictures)
            text.Append("\n## ").Append(title).Append("\n\n![").Append(title).Append("](").Append(path).Append(")\n");
        return text.ToString();
    }

    private static string Html(SearchDocument document, (string Path, string Title, string Svg)[] pictures)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>").Append(Text(document.Title)).Append("</title>\n")
            .Append("<style>body{font-family:sans-serif;margin:2rem;color:#222}table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}svg{max-width:100%;height:auto}</style></head>\n<body>\n<h1>")
            .Append(Text(document.Title)).Append("</h1>\n<table>\n");
        foreach (var (name, value) in document.Facts)
            text.Append("<tr><th scope=\"row\">").Append(Text(name)).Append("</th><td>").Append(Text(value)).Append("</td></tr>\n");
        text.Append("</table>\n<h2>Winners</h2>\n");
        if (document.Winners.Count == 0)
        {
            text.Append("<p>Nothing was reported yet.</p>\n");
        }
        else
        {
            text.Append("<table>\n<tr>").AppendJoin("", Headings.Select(heading => $"<th scope=\"col\">{Text(heading)}</th>")).Append("</tr>\n");
            foreach (var row in Rows(document))
                text.Append("<tr>").AppendJoin("", row.Select(value => $"<td>{Text(value)}</td>")).Append("</tr>\n");
            text.Append("</table>\n");
        }

        if (document.Note.Length > 0)
            text.Append("<p>").Append(Text(document.Note)).Append("</p>\n");
        foreach (var (_, title, svg) in pictures)
            text.Append("<h2>").Append(Text(title)).Append("</h2>\n").Append(svg);
        return text.Append("</body>\n</html>\n").ToString();
    }

    private static IEnumerable<string[]> Rows(SearchDocument document)
    {
        var ranks = document.Winners.Select(winner => winner.Architecture).Distinct().ToList();
        return document.Winners.Select(winner => new[]
        {
            FormattableString.Invariant($"{ranks.IndexOf(winner.Architecture) + 1}"),
            winner.Architecture.ToString(),
            winner.Code,
            FormattableString.Invariant($"{winner.Accuracy:0.###}"),
            winner.Target ?? "–",
            Value(winner.Predicted), Interval(winner.Predicted), Value(winner.Measured), Interval(winner.Measured),
            winner.LimitMs is { } limit ? FormattableString.Invariant($"{limit:0.####}") : "–",
            winner is { Measured: { } measured, LimitMs: { } max } ? measured.Ms <= max ? "yes" : "no" : "–",
            winner.State,
        });
    }

    private static string Value((double Ms, double Low, double High)? latency) => latency is { } known ? FormattableString.Invariant($"{known.Ms:0.####}") : "–";

    private static string Interval((double Ms, double Low, double High)? latency) =>
        latency is { } known ? FormattableString.Invariant($"{known.Low:0.####} to {known.High:0.####}") : "–";

    private static string Cell(string text) => new([.. text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Where(character => !char.IsControl(character))]);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
