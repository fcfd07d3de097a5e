using Xunit;

namespace LatBench.TestKit;

/// <summary>
/// A Markdown document that is written from the code. A test holds the file to the code; <c>LATBENCH_APPROVE=1</c> writes it anew.
/// Rows of tables in such a document may be longer than lines of others, as a row cannot be broken.
/// </summary>
public static class GeneratedDocument
{
    /// <summary>The comment that every generated document has in its third line.</summary>
    public const string Marker = "<!-- Written from the code by a test";

    /// <summary>Fails the test where the file differs from what the code says now.</summary>
    /// <param name="title">The heading of the document.</param>
    /// <param name="body">The document without heading and marker.</param>
    /// <param name="path">The path below the repository.</param>
    public static void Check(string title, string body, params string[] path)
    {
        var file = RepositoryRoot.PathOf(path);
        var expected = $"# {title}\n\n{Marker}, which LATBENCH_APPROVE=1 lets write this file anew. Do not edit it by hand. -->\n\n{body.Trim('\n')}\n";
        if (Approval.IsRequested)
            File.WriteAllText(file, expected);

        Assert.True(File.Exists(file), $"{string.Join('/', path)} is missing: run this test with LATBENCH_APPROVE=1.");
        Assert.Equal(expected.Split('\n'), File.ReadAllText(file).Split('\n'));
    }

    /// <summary>Returns a text as the cell of a table: one line, with its bars escaped.</summary>
    public static string Cell(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
