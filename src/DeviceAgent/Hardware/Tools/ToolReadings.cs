using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>The readings of the tools of the machine at one moment. A value that none reports is null.</summary>
internal sealed record ToolReadings
{
    public required DateTimeOffset ReadAt { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    public long? FirmwareTemperatureMillidegrees { get; init; }

    public long? FirmwareFrequencyKhz { get; init; }

    public string? PowerMode { get; init; }

    public IReadOnlyList<GpuConditions>? Gpus { get; init; }
}
