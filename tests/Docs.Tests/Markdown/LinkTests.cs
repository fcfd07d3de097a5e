namespace LatBench.Docs.Tests.Markdown;

/// <summary>Links within the repository lead to a file and to a heading of it. External addresses are only held to their form: they change without us.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Links_lead_to_files_and_headings_that_exist()
    {
        var broken = (from document in Document.All
                      from link in document.Links
                      where !IsExternal(link)
                      let problem = Problem(document, link)
                      where problem is not null
                      select $"{document.Path}: {link}: {problem}").ToArray();

        Assert.True(broken.Length == 0, string.Join("\n", broken));
    }

    [Fact]
    public void External_links_are_addresses_with_https()
    {
        var links = Document.All.Where(document => !document.IsPublished).SelectMany(document => document.Links.Where(IsExternal)).ToArray();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == "https" && address.Host.Contains('.', StringComparison.Ordinal), link));
    }

    [Fact]
    public void Every_page_of_the_documentation_is_linked_from_its_index()
    {
        var index = Document.Of("docs/README.md").Links.Select(link => "docs/" + link.Split('#')[0]).ToHashSet();
        var research = Document.Of("docs/research/README.md").Links.Select(link => "docs/research/" + link.Split('#')[0]);

        Assert.Empty(Document.All.Select(document => document.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != "docs/README.md").Except(index.Concat(research)));
    }

    private static bool IsExternal(string link) => link.Contains(':', StringComparison.Ordinal);

    private static string? Problem(Document document, string link)
    {
        var parts = link.Split('#');
        var path = parts[0].Length == 0 ? document.Path : Below(Path.GetDirectoryName(document.Path)!, parts[0]);
        var full = RepositoryRoot.PathOf(path.Split('/'));
        if (!File.Exists(full) && !Directory.Exists(full))
            return "there is no such file";
        if (parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal))
            return null;
        return Document.Of(path).Anchors.Contains(parts[1]) ? null : "there is no such heading";
    }

    private static string Below(string folder, string relative) =>
        Path.GetRelativePath(RepositoryRoot.Directory, Path.GetFullPath(Path.Combine(RepositoryRoot.Directory, folder, relative))).Replace('\\', '/');
}
