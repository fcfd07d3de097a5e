using System.Diagnostics;
using LatBench.Hosting.Processes;

namespace LatBench.Hosting.Tests.Processes;

/// <summary>Real child processes: shells.</summary>
public sealed class ChildProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReceiveAsync_gives_what_was_sent_to_a_child_that_returns_it()
    {
        using var child = ChildProcess.Start(Shell("exec cat"));
        await child.SendAsync(new byte[] { 1, 2, 3 }, Token);
        Assert.Equal([1, 2, 3], await child.ReceiveAsync(Token));
    }

    [Fact]
    public async Task WaitForExitAsync_tells_code_and_errors_without_stack_frames()
    {
        using var child = ChildProcess.Start(Shell("echo first >&2; echo >&2; echo last >&2; echo '   at Some.Method()' >&2; exit 7"));
        var exit = await EndAsync(child);
        Assert.Equal(new ChildExit(7, "first", "last"), exit);
        Assert.Equal("ended with exit code 7", exit.Description);
        Assert.Null(exit.Signal);
    }

    [Fact]
    public async Task WaitForExitAsync_does_not_wait_for_a_process_that_the_child_left_behind()
    {
        using var child = ChildProcess.Start(Shell("sleep 600 >&- & echo $! >&2; exit 3"));
        Assert.Null(await child.ReceiveAsync(Token));

        var exit = await child.WaitForExitAsync(TimeProvider.System).WaitAsync(TimeSpan.FromMinutes(1), Token);

        using var leftBehind = Process.GetProcessById(int.Parse(exit.LastError!, System.Globalization.CultureInfo.InvariantCulture));
        leftBehind.Kill();
        Assert.Equal("ended with exit code 3", exit.Description);
    }

    [Fact]
    public async Task WaitForExitAsync_ends_a_child_that_has_closed_its_output_and_goes_on()
    {
        using var child = ChildProcess.Start(Shell("exec sleep 600 >&-"));
        Assert.Null(await child.ReceiveAsync(Token));

        Assert.Equal(9, (await child.WaitForExitAsync(TimeProvider.System)).Signal);
    }

    [Fact]
    public async Task Kill_ends_the_children_of_the_child_too()
    {
        using var child = ChildProcess.Start(Shell("sleep 600 & printf '\\004\\000\\000\\000%4d' 1; echo $! >&2; wait"));
        Assert.NotNull(await child.ReceiveAsync(Token));
        child.Kill();
        var exit = await EndAsync(child);
        Assert.Equal((9, "was ended by signal 9"), (exit.Signal, exit.Description));
        var grandchild = int.Parse(exit.LastError!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsGone(grandchild));
    }

    /// <summary>A child that is stopped before it is killed stays for ever where its killer is killed in between.</summary>
    [Fact]
    public async Task Kill_never_stops_the_child()
    {
        for (var round = 0; round < 20; round++)
        {
            using var child = ChildProcess.Start(Shell("exec sleep 600"));
            var states = Task.Factory.StartNew(() => StatesUntilGone(child.Id), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

            child.Kill();

            Assert.DoesNotContain('T', await states);
        }
    }

    [Fact]
    public async Task Start_environment_is_set_and_removed()
    {
        using var child = ChildProcess.Start(Shell("echo \"$LATBENCH_TEST_CHILD ${HOME-none}\" >&2") with
        {
            Environment = new Dictionary<string, string?> { ["LATBENCH_TEST_CHILD"] = "set", ["HOME"] = null },
        });
        Assert.Equal("set none", (await EndAsync(child)).LastError);
    }

    [Fact]
    public void Start_program_that_is_not_there_is_an_error() =>
        Assert.Throws<ChildStartException>(() => ChildProcess.Start(new ChildCommand("/nowhere/latbench", [])));

    private static async Task<ChildExit> EndAsync(ChildProcess child)
    {
        while (await child.ReceiveAsync(Token) is not null)
        {
        }

        return await child.WaitForExitAsync(TimeProvider.System);
    }

    // A process that was ended stays as a zombie until its parent takes notice; a grandchild's parent is then init.
    private static bool IsGone(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return true;
        }
    }

    private static HashSet<char> StatesUntilGone(int id)
    {
        var states = new HashSet<char>();
        while (!IsGone(id))
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{id}/stat");
                states.Add(stat[stat.LastIndexOf(')') + 2]);
            }
            catch (IOException)
            {
            }
        }

        return states;
    }

    private static ChildCommand Shell(string script) => new("/bin/sh", ["-c", script]);
}
