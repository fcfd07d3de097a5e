using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>What the tools of the machine said at one moment. What none said is null.</summary>
internal sealed record ToolReadings
{
    public required DateTimeOffset ReadAt { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    public long? FirmwareTemperatureMillidegrees { get; init; }

    public long? FirmwareFrequencyKhz { get; init; }

    public string? PowerMode { get; init; }

    public IReadOnlyList<GpuConditions>? Gpus { get; init; }
}
