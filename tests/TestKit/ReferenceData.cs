namespace LatBench.TestKit;

/// <summary>Published tables to compare with, which lie beside the repository and not in it.</summary>
public static class ReferenceData
{
    /// <summary>Path of a file below <c>../shared/reference-data</c>; null where it is not there.</summary>
    public static string? Find(string name)
    {
        var path = RepositoryRoot.PathOf("..", "shared", "reference-data", name);
        return File.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
