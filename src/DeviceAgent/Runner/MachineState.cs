using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Counters and gauges of the machine at one moment. A source that is absent is null.</summary>
internal sealed record MachineState
{
    public long? StealMs { get; init; }

    public long? InvoluntaryContextSwitches { get; init; }

    public FrequencyRange? Frequency { get; init; }

    public long? TemperatureMillidegrees { get; init; }

    public long? CoreThrottleEvents { get; init; }

    public long? PackageThrottleEvents { get; init; }

    public long? ContainerThrottledMs { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    public int Collections { get; init; }
}
