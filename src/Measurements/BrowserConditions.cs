namespace LatBench.Measurements;

/// <summary>The state of a browser whose page is the agent. A value that the browser does not offer is null.</summary>
public sealed record BrowserConditions
{
    /// <summary>The browser as it calls itself, the header <c>User-Agent</c>.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Gets a value indicating whether the page is cross-origin isolated: its clock is fine and WebAssembly has threads then.</summary>
    public required bool CrossOriginIsolated { get; init; }

    /// <summary>Least step of the clock that was seen, in nanoseconds.</summary>
    public required long TimerStepNs { get; init; }

    /// <summary>Gets a value indicating whether WebAssembly has 128-bit vectors.</summary>
    public required bool Simd { get; init; }

    /// <summary>Threads of WebAssembly that the runtime really has.</summary>
    public required int Threads { get; init; }

    /// <summary>Graphics adapter as WebGPU describes it.</summary>
    public string? GpuAdapter { get; init; }

    /// <summary>Charge of the battery, 0 to 1.</summary>
    public double? BatteryLevel { get; init; }

    /// <summary>Gets a value indicating whether the battery is charged, or there is none.</summary>
    public bool? Charging { get; init; }

    /// <summary>Pressure on the processor: <c>nominal</c>, <c>fair</c>, <c>serious</c> or <c>critical</c>.</summary>
    public string? ComputePressure { get; init; }

    /// <summary>Memory of the machine in GiB, rounded by the browser and never above 32.</summary>
    public double? DeviceMemoryGib { get; init; }
}
