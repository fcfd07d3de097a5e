using System.Text.RegularExpressions;

namespace LatBench.Docs.Tests.Markdown;

/// <summary>A Markdown file of the repository.</summary>
internal sealed partial class Document
{
    private static readonly string[] FoldersLeftOut = ["artifacts", "bin", "obj", "node_modules"];
    private readonly Lazy<IReadOnlySet<string>> _anchors;

    private Document(string path)
    {
        Path = path;
        Text = File.ReadAllText(RepositoryRoot.PathOf(path.Split('/')));
        Lines = Text.Split('\n');
        _anchors = new(() => AnchorsOf(Prose));
    }

    /// <summary>Gets every Markdown file, in the order of their paths.</summary>
    public static IReadOnlyList<Document> All { get; } = [.. Files(new DirectoryInfo(RepositoryRoot.Directory)).Order(StringComparer.Ordinal).Select(path => new Document(path))];

    /// <summary>Gets the path below the repository, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>Gets a value indicating whether tests write the tables of the document.</summary>
    public bool IsGenerated => Text.Contains(GeneratedDocument.Marker, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the file belongs to a published snapshot, which never changes and whose files have checksums.</summary>
    public bool IsPublished => Path.StartsWith("datasets/latbench-", StringComparison.Ordinal);

    /// <summary>Gets the text without blocks of code.</summary>
    public string Prose => Block().Replace(Text, "");

    /// <summary>Gets the targets of the links and pictures, with their anchors.</summary>
    public IEnumerable<string> Links => Link().Matches(Span().Replace(Prose, "")).Select(match => match.Groups["target"].Value);

    /// <summary>Gets the anchors of the headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors => _anchors.Value;

    public static Document Of(string path) => All.Single(document => document.Path == path);

    public override string ToString() => Path;

    private static IEnumerable<string> Files(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*.md"))
            yield return System.IO.Path.GetRelativePath(RepositoryRoot.Directory, file.FullName).Replace('\\', '/');
        foreach (var below in folder.EnumerateDirectories().Where(below => !below.Name.StartsWith('.') && !FoldersLeftOut.Contains(below.Name) && below.LinkTarget is null))
        {
            foreach (var file in Files(below))
                yield return file;
        }
    }

    private static HashSet<string> AnchorsOf(string prose)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(prose))
        {
            var text = LinkText().Replace(heading.Groups["text"].Value, "${text}").ToLowerInvariant();
            var anchor = string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')).Replace(' ', '-');
            for (var n = 0; !anchors.Add(n == 0 ? anchor : $"{anchor}-{n}"); n++)
            {
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"^[ ]*```.*?^[ ]*```[ ]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`[^`\n]+`", RegexOptions.CultureInvariant)]
    private static partial Regex Span();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)|^\[[^\]]+\]: (?<target>\S+)|\b(src|srcset|href)=""(?<target>[^""]+)""", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+[ ]+(?<text>.*?)[ ]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex LinkText();
}
