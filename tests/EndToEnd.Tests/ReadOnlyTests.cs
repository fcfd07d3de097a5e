using System.Diagnostics;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>A disk that takes nothing is told as what it is: by the commands, the programs that they start, and the script that builds them.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_directory_that_takes_nothing_is_no_other_coordinators()
    {
        using var mounts = new MountedDirectories();

        var readOnly = CommandResult.RunAsync("up", "--data", mounts.ReadOnly + "/data", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0");
        var full = CommandResult.RunAsync("up", "--data", mounts.NoInodes, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0");
        var quickstart = CommandResult.RunAsync("quickstart", "--models", "1", "--data", mounts.ReadOnly + "/data");

        Assert.Equal(
            $"The data directory {mounts.ReadOnly}/data cannot be written (its file system is read-only): make it writable, or choose another with --data.",
            (await readOnly).Expect(1).Errors.Trim());
        Assert.Equal(
            $"The data directory {mounts.NoInodes} cannot be written (its disk is full): free some space, or choose another with --data.", (await full).Expect(1).Errors.Trim());
        Assert.Contains("its file system is read-only", (await quickstart).Expect(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinator_that_holds_the_directory_is_named_and_its_backup_says_what_is_in_the_way()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        string[] backup = ["admin", "backup", "--data", installation.Data, "--to", _directory.PathOf("copy.db")];

        var second = CommandResult.RunAsync("up", "--data", installation.Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0");
        var readOnly = OnDiskAsync("ro", backup);
        var full = OnDiskAsync("size=16k", backup);

        Assert.Equal(
            FormattableString.Invariant($"Another coordinator (process {installation.Coordinator.Id}) uses the data directory {installation.Data}: stop that one, for example with `latbench down`, or choose another with --data."),
            (await second).Expect(1).Errors.Trim());
        Assert.Equal(
            $"The copy '{_directory.PathOf("copy.db")}' cannot be written (its file system is read-only): make it writable, or name another place.", (await readOnly).Expect(1).Errors.Trim());
        Assert.Equal(
            $"The copy '{_directory.PathOf("copy.db")}' cannot be written (its disk is full): free some space, or name another place.", (await full).Expect(1).Errors.Trim());
    }

    [Fact]
    public async Task Database_that_fills_its_disk_at_the_start_is_told_so()
    {
        var result = (await OnDiskAsync("size=24k", "up", "--data", _directory.PathOf("data"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0")).Expect(1);

        Assert.Contains("disk", result.Errors, StringComparison.Ordinal);
        Assert.Contains("full", result.Errors, StringComparison.Ordinal);
        Assert.Contains(_directory.PathOf("data"), result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Output_to_a_full_disk_is_told_in_one_sentence(string option)
    {
        Needed.OrSkip(File.Exists("/dev/full") ? null : "There is no /dev/full to write to.");
        var start = Program.Start(Program.Cli, [option]);
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/full", "sh", start.FileName, .. start.ArgumentList]) { RedirectStandardError = true })!;

        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.Equal((1, "Standard output cannot be written (No space left on device): make room, or send it elsewhere."), (process.ExitCode, errors.Trim()));
    }

    [Fact]
    public async Task Checkout_that_is_built_runs_from_a_read_only_disk_and_one_that_is_not_says_so()
    {
        Needed.OrSkip(OperatingSystem.IsLinux() ? null : "The test mounts a file system as Linux does.");
        // The script with all that it looks at; the programs themselves stay where they are.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var programs = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", Program.Cli, configuration));
        const string script = """
            set -e
            mount -t tmpfs tmpfs "$1"
            cd "$1"
            mkdir -p src proto artifacts/bin/Cli
            touch Directory.Build.props Directory.Build.targets Directory.Packages.props global.json
            cp "$2/latbench" .
            ln -s "$3" artifacts/bin/Cli/release
            [ "$4" = unbuilt ] || touch artifacts/latbench.stamp
            mount -o remount,bind,ro "$1"
            exec ./latbench --version
            """;

        var built = await RunAsync("built");
        var unbuilt = await RunAsync("unbuilt");

        Assert.True(built.ExitCode == 0, built.Errors);
        Assert.Equal("", built.Errors);
        Assert.Equal(
            (1, $"LatBench has to be built, and {_directory.Directory}/artifacts cannot be written (Read-only file system): make it writable, or build LatBench where it is and copy it here with its file times (cp -a)."),
            (unbuilt.ExitCode, unbuilt.Errors.Trim()));

        Task<CommandResult> RunAsync(string state) => InNamespaceAsync(script, _directory.Directory, RepositoryRoot.Directory, programs, state);
    }

    /// <summary>Runs the command with a file system of its own in the place of the test's directory. SQLite follows the links by which <see cref="MountedDirectories"/> are reached.</summary>
    private Task<CommandResult> OnDiskAsync(string options, params string[] arguments)
    {
        var start = Program.Start(Program.Cli, arguments);
        return InNamespaceAsync(
            "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"", [options, _directory.Directory, start.FileName, .. start.ArgumentList]);
    }

    private static async Task<CommandResult> InNamespaceAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "sh", "-c", script, "sh", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return new CommandResult(process.ExitCode, await output, await errors);
    }

    public void Dispose() => _directory.Dispose();
}
