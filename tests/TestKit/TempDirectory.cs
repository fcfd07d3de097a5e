namespace LatBench.TestKit;

/// <summary>A directory of its own for one test, removed with all it holds. Other users may pass through it (a database server of theirs).</summary>
public sealed class TempDirectory : IDisposable
{
    private const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public TempDirectory()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("latbench-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Directory, Passable);
    }

    public string Directory { get; }

    public string PathOf(string name) => Path.Combine(Directory, name);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
