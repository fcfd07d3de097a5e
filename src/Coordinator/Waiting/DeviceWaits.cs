using System.Globalization;
using LatBench.Contracts.CommandLines;
using LatBench.Storage.Devices;

namespace LatBench.Coordinator.Waiting;

/// <summary>Explains why a device takes no jobs, from what is stored of it.</summary>
internal static class DeviceWaits
{
    /// <summary>The time that an agent may send nothing while it holds no lease: it polls, and its poll is noted every two seconds.</summary>
    public static readonly TimeSpan MaxIdleSilence = TimeSpan.FromSeconds(10);

    /// <summary>The time that it may send nothing while it measures or pauses: it reports between jobs.</summary>
    public static readonly TimeSpan MaxBusySilence = TimeSpan.FromSeconds(60);

    /// <summary>The first of the reasons that hold; null where the device takes jobs.</summary>
    public static Wait? Explain(Device device, DateTimeOffset now) => State(device) ?? Agent(device, now);

    private static Wait? State(Device device) => device.State switch
    {
        DeviceState.Removed => Of(device, WaitReason.DeviceRemoved, $"{Name(device)} is out of service for good.", "Measure on another device: `latbench devices list` shows those there are."),
        DeviceState.Draining => Of(
            device,
            WaitReason.DeviceDraining,
            $"{Name(device)} is draining: it gets no new jobs.",
            $"Let it take work again with `latbench devices resume {ShellWord.Quote(device.Id)}`."),
        DeviceState.Quarantined => Of(
            device,
            WaitReason.DeviceQuarantined,
            $"{Name(device)} is in quarantine because it has failed too many jobs in a row: it gets one job now and then, until one succeeds.",
            $"Look at the failures with `latbench measurements list --verdict failed`, fix the cause, and end the quarantine with `latbench devices resume {ShellWord.Quote(device.Id)}`.") with
        { Since = device.QuarantinedAt },
        _ => null,
    };

    private static Wait? Agent(Device device, DateTimeOffset now)
    {
        if (device.Pause is { Reason: PauseReason.Stopped } stopped)
            return Of(device, WaitReason.AgentStopped, $"The agent of {Name(device)} was stopped at {Time(stopped.Since)}.", Start(device)) with { Since = stopped.Since };
        if (device.LastSeenAt is not { } seen)
            return Of(device, WaitReason.AgentNeverSeen, $"No agent of {Name(device)} has called since it was enrolled at {Time(device.EnrolledAt)}.", Start(device)) with { Since = device.EnrolledAt };
        var holdsLeases = device.LeaseExpiresAt > now;
        if (now - seen > (holdsLeases || device.Pause is not null ? MaxBusySilence : MaxIdleSilence))
            return Silent(device, seen, holdsLeases);
        return device.Pause is { } pause ? Paused(device, pause) : null;
    }

    private static Wait Silent(Device device, DateTimeOffset seen, bool holdsLeases)
    {
        var leases = holdsLeases ? $", and the jobs that it holds go back to the queue at {Time(device.LeaseExpiresAt!.Value)}" : "";
        return Of(device, WaitReason.AgentSilent, $"No agent of {Name(device)} answers: it was last seen at {Time(seen)}{leases}.", Start(device)) with { Since = seen };
    }

    private static Wait Paused(Device device, AgentPause pause)
    {
        var (reason, fallback, remedy) = pause.Reason switch
        {
            PauseReason.DiskFull => (WaitReason.DiskFull, "its disk is nearly full", $"Free space on the disk of the agent's data directory on {device.Id}; it goes on by itself."),
            PauseReason.TooHot => (WaitReason.TooHot, "the machine is too hot", ""),
            PauseReason.Hidden => (WaitReason.PageHidden, "its page is hidden", $"Bring the page to the front on {device.Id}; it goes on by itself."),
            _ => (WaitReason.ArtifactUnavailable, "a model cannot be fetched", ""),
        };
        return Of(device, reason, $"The agent of {Name(device)} pauses: {(pause.Message.Length > 0 ? pause.Message : fallback)}.", remedy) with { Since = pause.Since };
    }

    private static Wait Of(Device device, WaitReason reason, string explanation, string remedy) => new(reason, explanation, remedy) { DeviceId = device.Id };

    // Without backquotes: the command line that prints it would add options of its own machine, and the agent runs on another.
    private static string Start(Device device) => device.Software.Browser is null
        ? $"Start the agent on {device.Id}, for example with latbench agent run."
        : $"Open the page /device of this coordinator again in the browser of {device.Id}.";

    private static string Name(Device device) => $"devices/{device.Id}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
