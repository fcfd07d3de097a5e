namespace LatBench.TestKit;

/// <summary>The directory that holds <c>LatBench.sln</c>.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Directory => Found.Value;

    public static string PathOf(params string[] names) => Path.Combine([Directory, .. names]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "LatBench.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No directory above '{AppContext.BaseDirectory}' holds LatBench.sln.");
    }
}
