using LatBench.Cli.Agents;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Processes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The agent of this machine: the one that runs on the data directory, else one of our own.</summary>
/// <param name="Device">Its device.</param>
/// <param name="WasRunning">True where it ran before.</param>
internal sealed record LocalAgent(Device Device, bool WasRunning)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    // An agent calls at least this often: a lease is a long poll.
    private static readonly TimeSpan CallInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Finds the agent that takes the work of this machine, or starts one.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="children">The children of the command.</param>
    /// <param name="connection">The coordinator.</param>
    /// <param name="coordinatorWasRunning">True where the coordinator ran before, and so may have an agent.</param>
    /// <param name="arguments">Further arguments of an agent that is started.</param>
    public static async Task<LocalAgent> OpenAsync(
        CommandContext context, LocalChildren children, CoordinatorConnection connection, bool coordinatorWasRunning, IReadOnlyList<string> arguments)
    {
        if (coordinatorWasRunning && await FindServedAsync(context, connection) is { } served)
        {
            context.Terminal.Note($"Using the agent that runs for {served.Name}{(arguments.Count > 0 ? $"; {arguments[0]} changes nothing for it" : "")}.");
            return new LocalAgent(RequireWork(context, served), WasRunning: true);
        }

        context.Terminal.Note("Starting the agent of this machine …");
        var token = await LocalEnrolment.TokenIfNeededAsync(context, connection);
        var child = children.Start(ChildPlans.Agent(context, connection.Server, token, arguments));
        var name = await children.GuardAsync(stop => child.ReadyAsync("device", StartTimeout, stop));
        var request = new GetDeviceRequest { Name = name };
        return new LocalAgent(RequireWork(context, (await connection.Devices.GetDeviceAsync(request, cancellationToken: context.CancellationToken)).Device), WasRunning: false);
    }

    // The agent of an "up --with-agent" on the same directory is seen by its calls.
    private static async Task<Device?> FindServedAsync(CommandContext context, CoordinatorConnection connection)
    {
        var first = await LocalEnrolment.FindDeviceAsync(context, connection);
        if (first?.LastSeenTime is not { } seen || context.Time.GetUtcNow() - seen.ToDateTimeOffset() > CallInterval)
            return null;
        if (first.Waiting is { Reason: WaitReason.AgentStopped })
            return null;
        context.Terminal.Note($"Waiting for the agent of {first.Name}, which was seen a moment ago …");
        var started = context.Time.GetTimestamp();
        while (context.Time.GetElapsedTime(started) < CallInterval)
        {
            await Task.Delay(PollInterval, context.Time, context.CancellationToken);
            if (await LocalEnrolment.FindDeviceAsync(context, connection) is { } now && now.LastSeenTime > seen)
                return now;
        }

        return null;
    }

    private static Device RequireWork(CommandContext context, Device device) => device switch
    {
        { State: not DeviceState.Active } => throw new CliException($"{device.Name} is drained: let it take work with `{context.CommandLine("devices", "resume", device.Name)}`."),
        { Targets.Count: 0 } => throw new CliException($"{device.Name} has no target, so nothing can be measured on it: its log is in the data directory."),
        _ => device,
    };
}
