namespace LatBench.SnapshotFormat;

/// <summary>The files below a snapshot's directory; links that lead outside are problems and are not followed.</summary>
internal sealed class SnapshotTree
{
    private SnapshotTree()
    {
    }

    /// <summary>Path within the snapshot to full path.</summary>
    public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public List<SnapshotProblem> Problems { get; } = [];

    public static SnapshotTree Read(string root)
    {
        var tree = new SnapshotTree();
        tree.Visit(root, new DirectoryInfo(root), "");
        return tree;
    }

    private void Visit(string root, DirectoryInfo directory, string prefix)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            var name = prefix + entry.Name;
            if (entry.LinkTarget is not null && !IsFileInside(root, entry))
                Problems.Add(new SnapshotProblem(SnapshotProblemKind.Hostile, name, "It is a link to a directory or out of the snapshot; it was not followed."));
            else if (entry is DirectoryInfo child && entry.LinkTarget is null)
                Visit(root, child, name + "/");
            else
                Files.Add(name, entry.FullName);
        }
    }

    private static bool IsFileInside(string root, FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
                && target.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
