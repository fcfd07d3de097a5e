using LatBench.Docs.Tests.Markdown;

namespace LatBench.Docs.Tests.Reference;

/// <summary>The rows of the tables of a document.</summary>
internal static class ReferenceTable
{
    /// <summary>Returns the cells of every row, without headings.</summary>
    public static IEnumerable<string[]> Rows(string path)
    {
        var lines = Document.Of(path).Lines;
        return from index in Enumerable.Range(0, lines.Count)
               let line = lines[index]
               where line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal) && !(index + 1 < lines.Count && lines[index + 1].StartsWith("|--", StringComparison.Ordinal))
               select line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray();
    }
}
