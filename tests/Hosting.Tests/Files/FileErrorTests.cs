using LatBench.Hosting.Files;
using LatBench.Hosting.Tests.Support;
using LatBench.TestKit;

namespace LatBench.Hosting.Tests.Files;

/// <summary>Every error is that of a real file system, apart from those of disks and servers that fail.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FileErrorTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Of_mounted_file_systems_that_take_nothing()
    {
        using var mounts = new MountedDirectories();

        Assert.Equal(FileFault.ReadOnlyFileSystem, Create(mounts.ReadOnly + "/new").Fault);
        Assert.Equal(FileFault.ReadOnlyFileSystem, Failure(() => Directory.CreateDirectory(mounts.ReadOnly + "/a/b")).Fault);
        Assert.Equal(FileFault.ReadOnlyFileSystem, Failure(() => File.Delete(mounts.ReadOnly + "/there")).Fault);
        Assert.Equal(FileFault.ReadOnlyFileSystem, Failure(() => File.OpenHandle(mounts.ReadOnly + "/there", FileMode.Open, FileAccess.ReadWrite).Dispose()).Fault);
        Assert.Equal(FileFault.DiskFull, Create(mounts.NoInodes + "/new").Fault);
        Assert.Equal(FileFault.DiskFull, Failure(() => Directory.CreateDirectory(mounts.NoInodes + "/new")).Fault);
        Assert.Equal(FileFault.DiskFull, Failure(() => File.WriteAllBytes(mounts.Full + "/new", new byte[10_000])).Fault);
        Assert.Equal(FileFault.DiskFull, Failure(() => File.WriteAllBytes("/dev/full", [1])).Fault);
    }

    [Fact]
    public void Of_a_read_only_file_system_says_so_and_what_to_do()
    {
        using var mounts = new MountedDirectories();
        var path = mounts.ReadOnly + "/new";

        var error = Create(path);

        Assert.Equal((path, false), (error.Path, error.IsFull));
        Assert.Equal($"It cannot be written (its file system is read-only): make it writable, or go away.", error.Describe("It cannot be written", "go away"));
        Assert.Equal($"{path} cannot be used (its file system is read-only): make it writable.", error.Sentence());
    }

    [Fact]
    public void Of_a_directory_in_the_place_of_a_file()
    {
        var error = Create(_directory.Directory);

        Assert.Equal((FileFault.IsADirectory, $"{_directory.Directory} is a directory"), (error.Fault, error.Reason));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("file/far/below")]
    public void Of_a_file_in_the_place_of_a_directory_names_the_file(string wanted)
    {
        File.WriteAllText(_directory.PathOf("file"), "");

        var error = Failure(() => Directory.CreateDirectory(_directory.PathOf(wanted)));

        Assert.Equal((FileFault.NotADirectory, _directory.PathOf("file")), (error.Fault, error.Path));
        Assert.Contains("is a file", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_file_in_the_place_of_a_directory_for_a_new_file()
    {
        File.WriteAllText(_directory.PathOf("file"), "");

        Assert.Equal(FileFault.NotADirectory, Create(_directory.PathOf("file/below")).Fault);
    }

    [Fact]
    public void Of_a_dangling_link_names_the_link()
    {
        var link = _directory.PathOf("link");
        File.CreateSymbolicLink(link, _directory.PathOf("nowhere/deep"));

        foreach (var error in new[] { Create(link), Create(link + "/below"), Failure(() => Directory.CreateDirectory(link)), Failure(() => Directory.CreateDirectory(link + "/below")) })
            Assert.Equal((FileFault.BrokenLink, link), (error.Fault, error.Path));
    }

    [Fact]
    public void Of_links_that_lead_in_a_circle()
    {
        var link = _directory.PathOf("circle");
        File.CreateSymbolicLink(link, link);

        Assert.Equal((FileFault.LinkLoop, link), (Create(link).Fault, Create(link).Path));
        Assert.Equal(FileFault.LinkLoop, Failure(() => Directory.CreateDirectory(link)).Fault);
    }

    [Fact]
    public void Of_a_missing_directory_names_it()
    {
        var error = Create(_directory.PathOf("none/deep/file"));

        Assert.Equal((FileFault.Missing, $"the directory {_directory.PathOf("none")} does not exist"), (error.Fault, error.Reason));
    }

    [Fact]
    public void Of_a_name_that_is_too_long() => Assert.Equal(FileFault.NameTooLong, Create(_directory.PathOf(new string('a', 300))).Fault);

    [Fact]
    public void Of_a_directory_of_another_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test takes the permissions of another user, as Linux lets a thread do.");
        var closed = _directory.PathOf("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = OtherUser.Run(() => Create(closed + "/new"));

        Assert.Equal(FileFault.NotPermitted, error.Fault);
        Assert.Contains("permission denied", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, FileFault.DeviceError)]
    [InlineData(23, FileFault.TooManyOpenFiles)]
    [InlineData(24, FileFault.TooManyOpenFiles)]
    [InlineData(37, FileFault.NoLocks)]
    [InlineData(95, FileFault.NoLocks)]
    [InlineData(116, FileFault.StaleHandle)]
    [InlineData(122, FileFault.QuotaExceeded)]
    [InlineData(4711, FileFault.Unknown)]
    public void Of_an_error_number_of_linux(int errno, FileFault fault)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The numbers are those of Linux.");

        Assert.Equal(fault, FileError.Of(new IOException("It failed.", errno)).Fault);
    }

    [Fact]
    public void Of_an_exception_without_an_error_number_keeps_its_message() =>
        Assert.Equal((FileFault.Unknown, "The line broke."), (FileError.Of(new IOException("The line broke.")).Fault, FileError.Of(new IOException("The line broke.")).Sentence()));

    public void Dispose() => _directory.Dispose();

    private static FileError Create(string path) => Failure(() => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite).Dispose());

    private static FileError Failure(Action action)
    {
        var thrown = Record.Exception(action);
        Assert.True(thrown is not null && FileError.Is(thrown), $"An error of the file system was expected, not: {thrown}");
        return FileError.Of(thrown);
    }
}
