using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LatBench.Dashboard.Pages.Snapshots;

/// <summary>
/// Renders the card of a snapshot. Publishers write parts of it, so no HTML of theirs is taken over, and links lead to files of the snapshot or to the web.
/// </summary>
internal static class CardHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().UseAutoLinks().DisableHtml().Build();

    private static readonly string[] WebSchemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];

    /// <summary>Renders Markdown.</summary>
    /// <param name="markdown">The text of the card.</param>
    /// <param name="version">The version of the snapshot, whose files relative links lead to.</param>
    public static string Render(string markdown, string version)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case HeadingBlock heading:
                    // The page has a heading of its own.
                    heading.Level = Math.Min(heading.Level + 1, 6);
                    break;
                case LinkInline link:
                    link.Url = Address(link.Url, version);
                    // Pages load images of this coordinator only; others become links.
                    link.IsImage &= link.Url.StartsWith('/');
                    break;
                case AutolinkInline { IsEmail: false } link:
                    link.Url = Address(link.Url, version);
                    break;
                case Table table:
                    AlignByClass(table);
                    break;
            }
        }

        // Long lines scroll, so the keyboard has to reach them. A text of the publisher with this tag is escaped.
        return document.ToHtml(Pipeline).Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal);
    }

    /// <summary>The address that a link leads to; that of the page itself where it may lead nowhere.</summary>
    internal static string Address(string? url, string version)
    {
        if (string.IsNullOrEmpty(url) || url.Any(char.IsControl))
            return "#";
        if (url.StartsWith('#'))
            return url;
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && !url.StartsWith('/'))
            return WebSchemes.Contains(absolute.Scheme) ? url : "#";
        return url.StartsWith('/') || url.Contains(':', StringComparison.Ordinal) || url.Split('/').Contains("..") ? "#" : $"/snapshots/{Uri.EscapeDataString(version)}/{url}";
    }

    /// <summary>The renderer aligns columns by inline styles, which pages do not allow.</summary>
    private static void AlignByClass(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            foreach (var (place, cell) in row.OfType<TableCell>().Index())
            {
                if (place < table.ColumnDefinitions.Count && table.ColumnDefinitions[place].Alignment == TableColumnAlign.Right)
                    cell.GetAttributes().AddClass("num");
            }
        }

        foreach (var column in table.ColumnDefinitions)
            (column.Alignment, column.Width) = (null, 0);
    }
}
