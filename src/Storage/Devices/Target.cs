namespace LatBench.Storage.Devices;

/// <summary>The configuration that a latency belongs to: device, runtime version, execution provider, threads, graph optimisation level, I/O mode.</summary>
public sealed record Target
{
    /// <summary>Readable identity, for example <c>lab-xeon/ort-1.31.1/cpu/t1</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>The device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Runtime; <c>ort</c> is ONNX Runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Version of the runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Execution provider in lower case.</summary>
    public required string ExecutionProvider { get; init; }

    /// <summary>Intra-op threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Graph optimisation level: <c>disabled</c>, <c>basic</c>, <c>extended</c> or <c>all</c>.</summary>
    public string GraphOptimization { get; init; } = "all";

    /// <summary>The place of inputs and outputs: <c>host</c>, or <c>resident</c> in the memory of the device.</summary>
    public string IoMode { get; init; } = "host";
}
