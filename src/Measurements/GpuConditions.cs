namespace LatBench.Measurements;

/// <summary>The state of a graphics processor. A value that its tool does not report is null.</summary>
public sealed record GpuConditions
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Version of its driver.</summary>
    public string? DriverVersion { get; init; }

    /// <summary>Performance state, for example <c>P0</c>.</summary>
    public string? PerformanceState { get; init; }

    /// <summary>Temperature in millidegrees Celsius.</summary>
    public long? TemperatureMillidegrees { get; init; }

    /// <summary>Clock of its processors in kHz.</summary>
    public long? GraphicsClockKhz { get; init; }

    /// <summary>Clock of its memory in kHz.</summary>
    public long? MemoryClockKhz { get; init; }

    /// <summary>Power limit in milliwatts.</summary>
    public long? PowerLimitMilliwatts { get; init; }

    /// <summary>The reasons why its clocks are held down, in the words of <c>conditions.proto</c>.</summary>
    public IReadOnlyList<string> ThrottleReasons { get; init; } = [];
}
