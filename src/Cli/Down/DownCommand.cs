using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Down;

/// <summary><c>latbench down</c>.</summary>
internal static class DownCommand
{
    private const string AgentProgram = "LatBench.DeviceAgent";
    private const string CoordinatorProgram = "LatBench.Coordinator";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static Command Create(CliHost host) => host
        .Command(
            "down",
            "Stop the coordinator of the data directory and its agent, wherever they were started, and wait until they have ended.",
            "latbench down",
            "latbench down --data lab")
        .SetHandler(RunAsync);

    /// <summary>The command line that stops what runs on the data directory.</summary>
    public static string Line(CommandContext context) => context.CommandLine("down");

    private static async Task<int> RunAsync(CommandContext context)
    {
        var data = context.Data;
        var agents = LatBenchProcess.Holding(AgentProgram, context.Configuration.AgentData.Lock);
        var coordinators = LatBenchProcess.Holding(CoordinatorProgram, data.CoordinatorLock);
        if (agents.Count + coordinators.Count == 0)
        {
            RequireNoneOfOthers(context);
            context.Terminal.Line($"No coordinator and no agent run on {data.Path}.");
            return ExitCode.Done;
        }

        // The agent first, so that it can still deliver.
        foreach (var process in agents)
            await StopAsync(context, "agent", process);
        foreach (var process in coordinators)
            await StopAsync(context, "coordinator", process);
        return ExitCode.Done;
    }

    private static async Task StopAsync(CommandContext context, string name, LatBenchProcess process)
    {
        if (process.IsRunning)
            Signals.Terminate(process.Id);
        var started = context.Time.GetTimestamp();
        while (process.IsRunning)
        {
            if (context.Time.GetElapsedTime(started) > Timeout)
                throw new CliException($"The {name} (process {process.Id}) has not ended in {Timeout.TotalSeconds:F0} s: look at its log, or end it with `kill -9 {process.Id}`.");
            await Task.Delay(PollInterval, context.Time, context.CancellationToken);
        }

        context.Terminal.Line($"Stopped the {name} of {context.Data.Path} (process {process.Id}).");
    }

    /// <summary>Tells of a coordinator that is there but cannot be looked into: another user's, or on a system where that cannot be done.</summary>
    private static void RequireNoneOfOthers(CommandContext context)
    {
        if (context.Data.ReadCoordinator() is not { } announced)
            return;
        if (OperatingSystem.IsLinux() ? LatBenchProcess.IsProgram(announced.Pid, CoordinatorProgram) : File.Exists(context.Data.CoordinatorLock))
            throw new CliException($"A coordinator may run on {context.Data.Path} as process {announced.Pid}, which this user cannot look into: stop it as the user who started it.");
    }
}
