using System.Diagnostics;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>A command that waits says what for: real processes, real signals.</summary>
public sealed class WaitingTests
{
    /// <summary>More than any disk has free.</summary>
    private const string WholeDisk = "1000000000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watched_campaign_tells_of_a_killed_agent_a_full_disk_a_drained_device_and_a_stopped_agent()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        await installation.WaitForAsync(await installation.SubmitAsync(models: 1, minPasses: 2, maxPasses: 2), campaign => campaign.State == CampaignState.Succeeded);
        await installation.Agent!.KillAsync();

        await using var watch = await Daemon.StartAsync(
            Program.Cli, "No agent of devices/bench answers: it was last seen at", ["campaigns", "submit", "--models", "1", "--remeasure", "--min-spread", "0", "--watch", "--data", installation.Data]);

        await installation.StartAgentAsync(options: ["--min-free-mib", WholeDisk]);
        await watch.PrintsAsync($"The agent of devices/bench pauses: less than {WholeDisk} MiB are free on the disk of its data directory");
        await installation.Agent.PrintsAsync($"The agent pauses: less than {WholeDisk} MiB are free");
        Assert.Contains($"less than {WholeDisk} MiB are free", (await ShowAsync(installation, "devices", "show", "bench")).Output, StringComparison.Ordinal);
        Assert.Contains("disk full", (await ShowAsync(installation, "devices", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("Free space", (await ShowAsync(installation, "campaigns", "show", "2")).Output, StringComparison.Ordinal);

        await ShowAsync(installation, "devices", "drain", "bench");
        await watch.PrintsAsync("devices/bench is draining: it gets no new jobs. Let it take work again with `latbench devices resume bench --data ");

        Assert.Equal(0, await installation.Agent.StopAsync());
        await ShowAsync(installation, "devices", "resume", "bench");
        await watch.PrintsAsync("The agent of devices/bench was stopped at");

        await installation.StartAgentAsync();
        await watch.PrintsAsync("campaigns/2 goes on.");
        Assert.Equal(0, await watch.ExitAsync());
    }

    [Fact]
    public async Task Second_campaign_tells_its_position_and_a_large_one_how_far_its_planning_is()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();

        var planned = await ShowAsync(installation, "campaigns", "submit", "--models", "1200", "--min-spread", "0");
        Assert.Contains("Planning 1200 measurements: 0 of 1200 models exported\n", planned.Errors, StringComparison.Ordinal);
        Assert.Contains("measurements and jobs stored\n", planned.Errors, StringComparison.Ordinal);
        await installation.WaitForAsync("campaigns/1", campaign => campaign.Progress.JobsDone > 0);

        await using var watch = await Daemon.StartAsync(
            Program.Cli, "devices/bench measures an earlier campaign first:", ["campaigns", "submit", "--models", "1", "--remeasure", "--min-spread", "0", "--watch", "--data", installation.Data]);
        await ShowAsync(installation, "campaigns", "cancel", "1");

        await watch.PrintsAsync("campaigns/2 goes on.");
        Assert.Equal(0, await watch.ExitAsync());
    }

    [Fact]
    public async Task Quickstart_on_a_nearly_full_disk_says_so()
    {
        using var directory = new TempDirectory();
        var disk = Directory.CreateDirectory(directory.PathOf("disk")).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=30m", "latbench-test", disk), "This account may not mount a file system.");
        try
        {
            await using var quickstart = await Daemon.StartAsync(
                Program.Cli, "Starting a coordinator", ["quickstart", "--models", "5", "--data", Path.Combine(disk, "data")]);
            await quickstart.PrintsAsync("pauses: less than 32 MiB are free on the disk of its data directory");
            Assert.Contains("Free space on the disk of the agent's data directory", quickstart.Printed, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
        }
    }

    private static async Task<CommandResult> ShowAsync(Installation installation, params string[] arguments) =>
        (await CommandResult.RunAsync([.. arguments, "--data", installation.Data])).Expect(0);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode == 0;
    }
}
