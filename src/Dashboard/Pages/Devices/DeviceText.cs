using LatBench.Contracts.V1;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Devices;

/// <summary>Devices in words.</summary>
internal static class DeviceText
{
    /// <summary>The reasons to wait that mean that the agent cannot be reached.</summary>
    private static readonly WaitReason[] Gone = [WaitReason.AgentNeverSeen, WaitReason.AgentSilent, WaitReason.AgentStopped];

    /// <summary>Gets the word for the state of a device and of its agent, with the class of its badge.</summary>
    public static (string Text, string Kind) State(Device device) => device switch
    {
        { State: DeviceState.Removed } => ("removed", ""),
        { State: DeviceState.Draining } => ("draining", "warn"),
        { State: DeviceState.Quarantined } => ("quarantined", "bad"),
        { Waiting.Reason: var reason } when Gone.Contains(reason) => ("offline", "bad"),
        { Waiting: not null } => ("paused", "warn"),
        _ => ("active", "good"),
    };

    /// <summary>Determines whether the agent of a device holds jobs.</summary>
    /// <param name="device">The device.</param>
    /// <param name="now">The time.</param>
    public static bool IsMeasuring(Device device, DateTimeOffset now) => device.LeaseExpireTime is { } until && until.ToDateTimeOffset() > now;

    /// <summary>Describes the processor, its usable cores and the memory in one line.</summary>
    public static string Hardware(Hardware? hardware)
    {
        if (hardware is null)
            return "–";
        var parts = new List<string> { hardware.HasCpuModel ? hardware.CpuModel : hardware.Architecture };
        parts.Add(hardware.UsableCpus == hardware.LogicalCpus ? Figures.Count(hardware.LogicalCpus, "CPU") : $"{hardware.UsableCpus} of {Figures.Count(hardware.LogicalCpus, "CPU")}");
        if (hardware.HasMemoryBytes)
            parts.Add(Figures.Bytes(hardware.MemoryBytes));
        parts.AddRange(hardware.Gpus);
        return string.Join(" · ", parts);
    }
}
