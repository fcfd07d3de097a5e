using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>Measurements made before a campaign was cancelled or a quickstart interrupted are used afterwards.</summary>
public sealed class InterruptionTests : IAsyncDisposable
{
    private const int Models = 40;
    private const int Passes = 6;

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _directory.PathOf("data");

    private string[] Quickstart => ["quickstart", "--models", "4", "--min-spread", "5", "--max-passes", "6", "--data", Data, "--json", _directory.PathOf("summary.json")];

    [Fact]
    public async Task Campaign_cancelled_in_the_middle_is_listed_as_such_and_ends_valid_once_resumed()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(Models, Passes, Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        var cancelled = (await CommandResult.RunAsync("campaigns", "cancel", campaign, "--data", installation.Data)).Expect(0);
        var list = (await CommandResult.RunAsync("measurements", "list", "--campaign", campaign, "--data", installation.Data)).Expect(0);
        var resumed = (await CommandResult.RunAsync("campaigns", "resume", campaign, "--watch", "--data", installation.Data)).Expect(0);

        Assert.Contains($"latbench campaigns resume {campaign}", cancelled.Errors, StringComparison.Ordinal);
        Assert.Contains("cancelled", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pending", list.Output, StringComparison.Ordinal);
        Assert.Contains($"{campaign} succeeded: {Models} valid", resumed.Output, StringComparison.Ordinal);
        await FaultTests.AssertCompleteAsync(installation, campaign, Models, Passes);
    }

    [Fact]
    public async Task Quickstart_after_an_interrupted_one_uses_its_passes()
    {
        var first = await StartQuickstartAsync();
        await using (first)
            Assert.NotEqual(0, await first.StopAsync("INT"));

        var second = (await CommandResult.RunAsync(Quickstart)).Expect(0);

        Assert.Contains("campaigns/1 of an interrupted quickstart is cancelled", second.Errors, StringComparison.Ordinal);
        Assert.Contains("campaigns/2: ", second.Errors, StringComparison.Ordinal);
        Assert.Contains("jobs of cancelled campaigns taken over", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_after_a_killed_one_follows_what_its_children_go_on_with()
    {
        var first = await StartQuickstartAsync();
        await using (first)
            await first.KillAsync();

        var second = (await CommandResult.RunAsync(Quickstart)).Expect(0);

        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(_directory.PathOf("summary.json"), Cancel));
        // On a slow machine the campaign ends before the second command asks for it; then its measurements are reused.
        var followed = summary.RootElement.GetProperty("campaign").GetString() == "campaigns/1";
        Assert.Equal(followed ? 0 : 4, summary.RootElement.GetProperty("reused").GetInt32());
        Assert.Contains("Using the coordinator that runs", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_interrupted_twice_ends_at_once_with_its_children()
    {
        await using var quickstart = await StartQuickstartAsync();
        using var address = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), Cancel));
        var children = OnData().Where(process => process.Id != quickstart.Id).ToArray();
        // A coordinator that does not end when it is asked to: the first interruption waits for it.
        await Daemon.SignalAsync(address.RootElement.GetProperty("pid").GetInt32(), "STOP");

        await quickstart.SignalAsync("INT");
        await quickstart.PrintsAsync("a second Ctrl-C ends them at once");
        // As `timeout` does, which sends it twice.
        await quickstart.SignalAsync("TERM");
        var exitCode = await quickstart.StopAsync("INT");

        Assert.Equal(130, exitCode);
        Assert.EndsWith("Interrupted twice: ended at once, without waiting for anything.", quickstart.Printed, StringComparison.Ordinal);
        Assert.True(children.Length >= 2, $"{children.Length} children");
        foreach (var child in children)
            await child.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    /// <summary>Ends what a killed quickstart has left behind on this data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in OnData())
        {
            using (process)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _directory.Dispose();
    }

    /// <summary>Starts a quickstart and waits, as long as a busy machine may take, until it is in its second pass or a later one: progress is printed at times, and may leave a pass out.</summary>
    private async Task<Daemon> StartQuickstartAsync()
    {
        var quickstart = await Daemon.StartAsync(Program.Cli, "Starting a coordinator", Quickstart);
        await quickstart.PrintsAsync(new Regex("pass [2-9]"));
        return quickstart;
    }

    /// <summary>The processes whose command line names this data directory.</summary>
    private List<System.Diagnostics.Process> OnData()
    {
        var processes = new List<System.Diagnostics.Process>();
        foreach (var entry in Directory.GetDirectories("/proc").Where(entry => int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(entry, "cmdline")).Contains(Data, StringComparison.Ordinal))
                    processes.Add(System.Diagnostics.Process.GetProcessById(int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }

        return processes;
    }
}
