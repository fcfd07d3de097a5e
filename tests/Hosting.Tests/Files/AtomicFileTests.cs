using LatBench.Hosting.Files;
using LatBench.TestKit;

namespace LatBench.Hosting.Tests.Files;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests : IDisposable
{
    private static readonly byte[] Large = new byte[100_000];

    private readonly TempDirectory _directory = new();

    private string Target => _directory.PathOf("target");

    [Fact]
    public void Write_creates_and_replaces_and_leaves_nothing_else()
    {
        AtomicFile.WriteText(Target, "one");
        AtomicFile.WriteText(Target, "zwölf");

        Assert.Equal("zwölf"u8.ToArray(), File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Directory));
    }

    [Fact]
    public async Task WriteAsync_owner_only_is_so_from_the_first_byte_on()
    {
        await File.WriteAllTextAsync(Target, "for all", TestContext.Current.CancellationToken);
        UnixFileMode? during = null;

        await AtomicFile.WriteAsync(
            Target,
            file =>
            {
                during = File.GetUnixFileMode(file.Name);
                return Task.CompletedTask;
            },
            AtomicFile.OwnerOnly);

        Assert.Equal((AtomicFile.OwnerOnly, AtomicFile.OwnerOnly), (during, File.GetUnixFileMode(Target)));
    }

    [Fact]
    public void Write_on_a_disk_that_takes_nothing_leaves_the_old_file_and_nothing_else()
    {
        using var mounts = new MountedDirectories();

        foreach (var (directory, fault) in new[] { (mounts.Full, FileFault.DiskFull), (mounts.NoInodes, FileFault.DiskFull), (mounts.ReadOnly, FileFault.ReadOnlyFileSystem) })
        {
            var before = Directory.GetFileSystemEntries(directory).Order().ToArray();

            Assert.Equal(fault, FileError.Of(Assert.ThrowsAny<IOException>(() => AtomicFile.Write(directory + "/there", Large))).Fault);

            Assert.Equal("before\n", File.ReadAllText(directory + "/there"));
            Assert.Equal(before, Directory.GetFileSystemEntries(directory).Order());
        }
    }

    [Fact]
    public async Task WriteAsync_that_is_broken_off_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.WriteText(Target, "before");

        await Assert.ThrowsAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(Target, file =>
        {
            file.Write(Large);
            throw new OperationCanceledException();
        }));

        Assert.Equal("before", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Directory));
    }

    [Fact]
    public void Write_onto_a_directory_is_refused_and_leaves_it()
    {
        Directory.CreateDirectory(Target);

        Assert.Equal((FileFault.IsADirectory, Target), (Failure(), FileError.Of(Record.Exception(() => AtomicFile.WriteText(Target, "x"))!).Path));

        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Directory));

        FileFault Failure() => FileError.Of(Record.Exception(() => AtomicFile.WriteText(Target, "x"))!).Fault;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_through_a_link_keeps_the_link(bool dangling)
    {
        var link = _directory.PathOf("link");
        File.CreateSymbolicLink(link, Target);
        if (!dangling)
            File.WriteAllText(Target, "before");

        AtomicFile.WriteText(link, "after");

        Assert.Equal((Target, "after"), (new FileInfo(link).LinkTarget, File.ReadAllText(Target)));
        Assert.Null(new FileInfo(Target).LinkTarget);
    }

    [Fact]
    public void Write_the_longest_name_there_can_be()
    {
        var path = _directory.PathOf(new string('n', 255));

        AtomicFile.WriteText(path, "x");

        Assert.Equal("x", File.ReadAllText(path));
    }

    [Fact]
    public async Task RemoveLeftovers_removes_what_a_killed_process_left_and_nothing_else()
    {
        AtomicFile.WriteText(Target, "x");
        string[] during = [];
        await AtomicFile.WriteAsync(Target, file =>
        {
            during = Directory.GetFiles(_directory.Directory);
            return Task.CompletedTask;
        });
        var leftover = Assert.Single(during, path => path != Target);
        await File.WriteAllTextAsync(leftover, "half", TestContext.Current.CancellationToken);

        AtomicFile.RemoveLeftovers(_directory.Directory);

        Assert.Equal([Target], Directory.GetFiles(_directory.Directory));
    }

    public void Dispose() => _directory.Dispose();
}
