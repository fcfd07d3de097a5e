using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Judges by the state of the machine before and after a block what may have slowed it.</summary>
internal static class BlockFlags
{
    private const double FrequencyTolerance = 0.01;

    public static IReadOnlyList<string> Of(MachineState before, MachineState after)
    {
        var flags = new List<string>();
        if (after.StealMs > before.StealMs) flags.Add(ConditionFlags.Steal);
        if (after.InvoluntaryContextSwitches > before.InvoluntaryContextSwitches) flags.Add(ConditionFlags.Preempted);
        if (HasChanged(before.Frequency?.MeanKhz, after.Frequency?.MeanKhz)) flags.Add(ConditionFlags.FrequencyChange);
        if (IsThrottled(before, after)) flags.Add(ConditionFlags.Throttled);
        if (after.Collections > before.Collections) flags.Add(ConditionFlags.GarbageCollection);
        return flags;
    }

    private static bool HasChanged(long? first, long? last) => Math.Abs((last - first) ?? 0) > FrequencyTolerance * first;

    private static bool IsThrottled(MachineState before, MachineState after) =>
        after.CoreThrottleEvents > before.CoreThrottleEvents
        || after.PackageThrottleEvents > before.PackageThrottleEvents
        || after.ContainerThrottledMs > before.ContainerThrottledMs
        || FirmwareThrottle.IsSlowed(before.FirmwareThrottleBits, after.FirmwareThrottleBits);
}
