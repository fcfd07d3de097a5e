using Xunit;

namespace LatBench.TestKit;

/// <summary>Published tables to compare with, which lie beside the repository, in <c>../shared/reference-data</c>; a user's clone has none.</summary>
public static class ReferenceData
{
    /// <summary>One column of a table, or a skipped test where there are no tables.</summary>
    public static IReadOnlyList<string> Column(string file, string column)
    {
        var lines = Lines(file);
        var index = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(line => line.Split(',')[index])];
    }

    /// <summary>The lines of a table, its header first, or a skipped test where there are no tables; one that is missing among others is a failure.</summary>
    public static IReadOnlyList<string> Lines(string file)
    {
        var folder = RepositoryRoot.PathOf("..", "shared", "reference-data");
        Assert.SkipUnless(Directory.Exists(folder), $"The published table {file} is not beside this clone (../shared/reference-data).");
        return File.ReadAllLines(Path.Combine(folder, file));
    }
}
