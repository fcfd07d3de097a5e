using System.Diagnostics;
using LatBench.Hosting.Files;
using LatBench.TestKit;

namespace LatBench.Hosting.Tests.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Lock => _directory.PathOf("lock");

    [Fact]
    public async Task Take_lock_of_another_process_is_refused_until_that_ends_and_names_it()
    {
        using var holder = Process.Start(new ProcessStartInfo("flock", [Lock, "sh", "-c", "echo held; read -r line"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var refused = Assert.Throws<FileInUseException>(() => FileLock.Take(Lock));
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((Lock, holder.Id), (refused.Path, refused.HolderProcessId));
        FileLock.Take(Lock).Dispose();
    }

    [Fact]
    public void Take_lock_of_the_same_process_is_refused_until_it_is_released()
    {
        using (FileLock.Take(Lock))
            Assert.Equal(Environment.ProcessId, Assert.Throws<FileInUseException>(() => FileLock.Take(Lock)).HolderProcessId);

        FileLock.Take(Lock).Dispose();
    }

    [Fact]
    public void Take_through_a_link_meets_the_lock_of_the_file_it_leads_to()
    {
        Directory.CreateDirectory(_directory.PathOf("real"));
        File.CreateSymbolicLink(_directory.PathOf("link"), "real");
        using var held = FileLock.Take(_directory.PathOf("real/lock"));

        Assert.Equal(Environment.ProcessId, Assert.Throws<FileInUseException>(() => FileLock.Take(_directory.PathOf("link/lock"))).HolderProcessId);
    }

    [Fact]
    public void Take_what_cannot_be_opened_is_in_no_use()
    {
        using var mounts = new MountedDirectories();
        File.CreateSymbolicLink(_directory.PathOf("link"), _directory.PathOf("nowhere/deep"));

        Assert.Equal(FileFault.ReadOnlyFileSystem, Refused(mounts.ReadOnly + "/lock"));
        Assert.Equal(FileFault.ReadOnlyFileSystem, Refused(mounts.ReadOnly + "/there"));
        Assert.Equal(FileFault.DiskFull, Refused(mounts.NoInodes + "/lock"));
        Assert.Equal(FileFault.IsADirectory, Refused(_directory.Directory));
        Assert.Equal(FileFault.BrokenLink, Refused(_directory.PathOf("link")));
        Assert.Equal(FileFault.Missing, Refused(_directory.PathOf("none/lock")));
    }

    public void Dispose() => _directory.Dispose();

    private static FileFault Refused(string path)
    {
        var thrown = Record.Exception(() => FileLock.Take(path).Dispose());
        Assert.NotNull(thrown);
        Assert.IsNotType<FileInUseException>(thrown);
        return FileError.Of(thrown).Fault;
    }
}
