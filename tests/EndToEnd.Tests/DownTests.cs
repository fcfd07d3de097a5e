using System.Diagnostics;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>One command stops the programs of a data directory, whichever way they were started, and leaves processes that only look like them alone.</summary>
public sealed class DownTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Killed_quickstart_leaves_programs_that_the_next_one_tells_of_and_down_stops()
    {
        await using (var killed = await Daemon.StartAsync(Program.Cli, "Starting the agent", ["quickstart", "--models", "2", "--min-spread", "2", "--data", Data]))
            await killed.KillAsync();

        var next = (await CommandResult.RunAsync("quickstart", "--models", "2", "--min-spread", "2", "--data", Data)).Expect(0);
        Assert.Contains($"`latbench down --data {Data}` stops it and its agent", next.Errors, StringComparison.Ordinal);

        var down = (await CommandResult.RunAsync("down", "--data", Data)).Expect(0);
        Assert.Contains("Stopped the coordinator", down.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "coordinator.json")));

        var again = (await CommandResult.RunAsync("down", "--data", Data)).Expect(0);
        Assert.Equal($"No coordinator and no agent run on {Data}.\n", again.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Coordinator_and_agent_of_up_end_cleanly_also_through_a_link()
    {
        await using var up = await Daemon.StartAsync(Program.Cli, "agent ready", ["up", "--with-agent", "--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"]);
        var link = _directory.PathOf("link");
        Directory.CreateSymbolicLink(link, Data);

        var down = (await CommandResult.RunAsync("down", "--data", link)).Expect(0);

        Assert.Matches("Stopped the agent of .*\n.*Stopped the coordinator of ", down.Output.ReplaceLineEndings("\n"));
        Assert.Equal(0, await up.WaitAsync());
    }

    [Fact]
    public async Task Process_that_is_none_of_ours_goes_on()
    {
        Directory.CreateDirectory(Data);
        var cancel = TestContext.Current.CancellationToken;
        var lockFile = Path.Combine(Data, "coordinator.lock");
        await File.WriteAllTextAsync(lockFile, "", cancel);
        using var reader = Process.Start("tail", ["-f", lockFile])!;
        await File.WriteAllTextAsync(Path.Combine(Data, "coordinator.json"), $$"""{"http":"http://127.0.0.1:9","grpc":"http://127.0.0.1:9","pid":{{reader.Id}}}""", cancel);
        try
        {
            var down = (await CommandResult.RunAsync("down", "--data", Data)).Expect(0);

            Assert.Contains("No coordinator and no agent run on", down.Output, StringComparison.Ordinal);
            Assert.False(reader.HasExited);
        }
        finally
        {
            reader.Kill();
            await reader.WaitForExitAsync(cancel);
        }
    }

    [Fact]
    public async Task Second_data_directory_is_left_alone()
    {
        await using var other = new Installation();
        await other.StartCoordinatorAsync();

        (await CommandResult.RunAsync("down", "--data", Data)).Expect(0);
        Assert.Equal(0, (await CommandResult.RunAsync("devices", "list", "--data", other.Data)).ExitCode);

        Assert.Contains("Stopped the coordinator", (await CommandResult.RunAsync("down", "--data", other.Data)).Expect(0).Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // The programs that a failed test has left behind.
        if (File.Exists(Path.Combine(Data, "coordinator.json")))
            CommandResult.RunAsync("down", "--data", Data).GetAwaiter().GetResult();
        _directory.Dispose();
    }
}
