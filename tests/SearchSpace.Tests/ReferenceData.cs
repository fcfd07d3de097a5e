namespace LatBench.SearchSpace.Tests;

/// <summary>Published tables that lie beside the repository, in <c>../shared/reference-data</c>; a user's clone has none.</summary>
internal static class ReferenceData
{
    /// <summary>One column of a table, or a skipped test where the table is not there.</summary>
    public static IReadOnlyList<string> Column(string file, string column)
    {
        var path = Path.Combine(RepositoryRoot(), "..", "shared", "reference-data", file);
        Assert.SkipUnless(File.Exists(path), $"The published table {file} is not beside this clone (../shared/reference-data).");
        var lines = File.ReadAllLines(path);
        var index = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(line => line.Split(',')[index])];
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "LatBench.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
