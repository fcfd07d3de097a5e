namespace LatBench.DeviceAgent.Providers;

/// <summary>The content of a providers file.</summary>
internal sealed record ProviderConfiguration
{
    /// <summary>Nothing configured: the runtime that came with the agent, on the CPU.</summary>
    public static ProviderConfiguration None { get; } = new();

    /// <summary>Folder with another native library of ONNX Runtime; null for the one that came with the agent.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>The providers beside the CPU, in the order of the file.</summary>
    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];
}
