namespace LatBench.Storage.Devices;

/// <summary>Hardware as the operating system reports it; what it does not report is null.</summary>
public sealed record Hardware
{
    /// <summary>Processor name.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Instruction set: <c>x64</c>, <c>arm64</c>, …</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Logical CPUs of the machine.</summary>
    public int LogicalCpus { get; init; }

    /// <summary>CPUs the agent may use.</summary>
    public int UsableCpus { get; init; }

    /// <summary>Physical memory in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Graphics processors, by name.</summary>
    public IReadOnlyList<string> Gpus { get; init; } = [];

    /// <summary>Board model where a device tree names one.</summary>
    public string? BoardModel { get; init; }

    /// <summary>Hypervisor, where one is seen.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Gets the emulator that translates the instructions of the agent; null where none is seen.</summary>
    public string? Emulator { get; init; }
}

/// <summary>Software of a device.</summary>
public sealed record Software
{
    /// <summary>Version of the agent.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>Operating system and version.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Kernel release.</summary>
    public string? Kernel { get; init; }

    /// <summary>Measurement protocols the agent speaks.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Precisions it can run: <c>fp32</c>, <c>fp16</c>, <c>int8</c>.</summary>
    public IReadOnlyList<string> Precisions { get; init; } = [];

    /// <summary>Browser with its version where the agent is a page in it; null for an installed agent.</summary>
    public string? Browser { get; init; }

    /// <summary>Operators beside those of ONNX and its runtime that its libraries give, as <c>domain.Type</c>; null for none.</summary>
    public IReadOnlyList<string>? CustomOperators { get; init; }
}
