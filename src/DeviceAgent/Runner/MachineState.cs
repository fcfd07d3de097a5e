namespace LatBench.DeviceAgent.Runner;

/// <summary>Counters and gauges of the machine at one moment. A source that is absent is null.</summary>
internal sealed record MachineState
{
    public long? StealMs { get; init; }

    public long? InvoluntaryContextSwitches { get; init; }

    public long? FrequencyKhz { get; init; }

    public long? ThrottleEvents { get; init; }

    public int Collections { get; init; }
}
