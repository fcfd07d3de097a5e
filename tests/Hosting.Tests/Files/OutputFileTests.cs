using LatBench.Hosting.Files;
using LatBench.TestKit;

namespace LatBench.Hosting.Tests.Files;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OutputFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Target => _directory.PathOf("target");

    [Fact]
    public void Write_new_file_is_whole_or_not_there()
    {
        using var mounts = new MountedDirectories();

        Assert.True(FileError.Of(Assert.ThrowsAny<IOException>(() => OutputFile.Write(mounts.Full + "/new", new byte[100_000]))).IsFull);
        OutputFile.WriteText(Target, "x");

        Assert.False(File.Exists(mounts.Full + "/new"));
        Assert.Equal("x", File.ReadAllText(Target));
    }

    [Fact]
    public void Write_existing_file_keeps_its_permissions_and_its_links()
    {
        File.WriteAllText(Target, "before, and longer");
        File.SetUnixFileMode(Target, AtomicFile.OwnerOnly);
        File.CreateSymbolicLink(_directory.PathOf("link"), Target);

        OutputFile.WriteText(_directory.PathOf("link"), "after");

        Assert.Equal((AtomicFile.OwnerOnly, "after"), (File.GetUnixFileMode(Target), File.ReadAllText(Target)));
        Assert.Equal(Target, new FileInfo(_directory.PathOf("link")).LinkTarget);
    }

    [Fact]
    public void Write_device_writes_to_it_and_leaves_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The devices are those of Linux.");
        OutputFile.WriteText("/dev/null", "x");

        Assert.True(FileError.Of(Assert.ThrowsAny<IOException>(() => OutputFile.WriteText("/dev/full", "x"))).IsFull);

        Assert.Equal((0, 0), (File.ReadAllBytes("/dev/null").Length, (int)(File.GetAttributes("/dev/null") & FileAttributes.Directory)));
    }

    public void Dispose() => _directory.Dispose();
}
