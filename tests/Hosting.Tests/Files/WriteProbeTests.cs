using LatBench.Hosting.Files;
using LatBench.TestKit;

namespace LatBench.Hosting.Tests.Files;

public sealed class WriteProbeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Find_tells_what_is_in_the_way()
    {
        using var mounts = new MountedDirectories();
        File.CreateSymbolicLink(_directory.PathOf("link"), _directory.PathOf("nowhere/deep"));

        Assert.Equal(FileFault.ReadOnlyFileSystem, WriteProbe.Find(mounts.ReadOnly + "/there")?.Fault);
        Assert.Equal(FileFault.ReadOnlyFileSystem, WriteProbe.Find(mounts.ReadOnly + "/new")?.Fault);
        Assert.Equal(FileFault.DiskFull, WriteProbe.Find(mounts.Full + "/there")?.Fault);
        Assert.Equal(FileFault.DiskFull, WriteProbe.Find(mounts.NoInodes + "/new")?.Fault);
        Assert.Equal(FileFault.IsADirectory, WriteProbe.Find(_directory.Directory)?.Fault);
        Assert.Equal(FileFault.Missing, WriteProbe.Find(_directory.PathOf("link"))?.Fault);
        Assert.Equal(FileFault.Missing, WriteProbe.Find(_directory.PathOf("none/file"))?.Fault);
    }

    [Fact]
    public void Find_where_nothing_is_in_the_way_leaves_nothing()
    {
        var file = _directory.PathOf("file");
        File.WriteAllText(file, "x");

        Assert.Null(WriteProbe.Find(file));
        Assert.Null(WriteProbe.Find(_directory.PathOf("new")));

        Assert.Equal([file], Directory.GetFileSystemEntries(_directory.Directory));
    }

    public void Dispose() => _directory.Dispose();
}
