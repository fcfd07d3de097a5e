using Xunit;

namespace LatBench.TestKit;

/// <summary>Published tables to compare with, which lie beside the repository, in <c>../shared/reference-data</c>; a user's clone has none.</summary>
public static class ReferenceData
{
    /// <summary>One column of a table, or a skipped test where the table is not there.</summary>
    public static IReadOnlyList<string> Column(string file, string column)
    {
        var lines = Lines(file);
        var index = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(line => line.Split(',')[index])];
    }

    /// <summary>The lines of a table, its header first, or a skipped test where the table is not there.</summary>
    public static IReadOnlyList<string> Lines(string file)
    {
        var path = RepositoryRoot.PathOf("..", "shared", "reference-data", file);
        Assert.SkipUnless(File.Exists(path), $"The published table {file} is not beside this clone (../shared/reference-data).");
        return File.ReadAllLines(path);
    }
}
