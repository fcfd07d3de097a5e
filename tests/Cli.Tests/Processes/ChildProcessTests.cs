using System.Collections.Concurrent;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Tests.Processes;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ReadyAsync_gives_the_value_of_the_ready_line_and_disposing_ends_the_child()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        var lines = new ConcurrentQueue<string>();
        var child = Shell("echo starting; echo 'LatBench thing ready: http=http://a:1 grpc=http://b:2'; trap 'echo ended; exit 0' TERM; while :; do sleep 0.05; done", lines);
        Assert.Equal("http://b:2", await child.ReadyAsync("grpc", Timeout, TestContext.Current.CancellationToken));
        await child.DisposeAsync();
        Assert.Equal(0, await child.Ended);
        Assert.Equal("ended", lines.Last());
    }

    [Fact]
    public async Task ReadyAsync_child_that_ends_before_is_an_exception_with_its_exit_code()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        var lines = new ConcurrentQueue<string>();
        await using var child = Shell("echo 'port in use' >&2; exit 3", lines);
        var ended = await Assert.ThrowsAsync<ChildEndedException>(() => child.ReadyAsync("grpc", Timeout, TestContext.Current.CancellationToken));
        Assert.Equal((3, "thing"), (ended.ExitCode, ended.ChildName));
        Assert.Equal(["port in use"], lines);
    }

    [Fact]
    public void Find_names_both_places_where_it_looked()
    {
        using var folder = new TempDirectory();
        var error = Assert.Throws<Cli.CommandLine.CliException>(() => Siblings.Find("Coordinator", "LATBENCH_COORDINATOR", folder.File("Cli/release/"), _ => null));
        Assert.Contains("LATBENCH_COORDINATOR", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Coordinator/release/LatBench.Coordinator.dll")]
    [InlineData("Cli/coordinator/LatBench.Coordinator.dll")]
    public void Find_looks_in_the_build_output_and_in_a_deployment(string place)
    {
        using var folder = new TempDirectory();
        var file = folder.Write(place, "");
        Assert.Equal(file, Siblings.Find("Coordinator", "LATBENCH_COORDINATOR", folder.File("Cli/release/"), _ => null));
    }

    private static ChildProcess Shell(string script, ConcurrentQueue<string> lines) => ChildProcess.Start(
        new ChildPlan("thing", "/bin/sh", ["-c", script], new Dictionary<string, string?>()), lines.Enqueue, lines.Enqueue, TimeProvider.System);
}
