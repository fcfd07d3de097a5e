namespace LatBench.SnapshotFormat;

/// <summary>Paths within a snapshot: relative, parts separated by <c>/</c>, nothing that could lead outside on any system.</summary>
public static class SnapshotPath
{
    /// <summary>Explains why <paramref name="path"/> must not be used as a path within a snapshot; null where it may.</summary>
    public static string? Fault(string path)
    {
        if (path.Length == 0)
            return "the path is empty";
        if (path.Any(c => char.IsControl(c) || c is '\\' or ':'))
            return "the path holds a control character, a backslash or a colon";
        if (path[0] == '/')
            return "the path is absolute";
        return path.Split('/').Any(part => part is "" or "." or "..")
            ? "the path has an empty, '.' or '..' part"
            : null;
    }

    /// <summary>The path below <paramref name="root"/> that <paramref name="path"/> stands for.</summary>
    /// <exception cref="ArgumentException"><see cref="Fault"/> finds one.</exception>
    public static string Resolve(string root, string path) => Fault(path) is { } fault
        ? throw new ArgumentException($"'{path}' is not a path within a snapshot: {fault}.", nameof(path))
        : Path.Combine([root, .. path.Split('/')]);
}
