namespace LatBench.Storage.Devices;

/// <summary>One target.</summary>
internal sealed class TargetRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT slug AS Slug, device_id AS DeviceId, runtime AS Runtime, runtime_version AS RuntimeVersion,
               execution_provider AS ExecutionProvider, threads AS Threads, graph_optimization AS GraphOptimization,
               io_mode AS IoMode
        FROM targets
        """;

    public required string Slug { get; init; }

    public required string DeviceId { get; init; }

    public required string Runtime { get; init; }

    public required string RuntimeVersion { get; init; }

    public required string ExecutionProvider { get; init; }

    public int Threads { get; init; }

    public required string GraphOptimization { get; init; }

    public required string IoMode { get; init; }

    public Target ToTarget() => new()
    {
        Slug = Slug,
        DeviceId = DeviceId,
        Runtime = Runtime,
        RuntimeVersion = RuntimeVersion,
        ExecutionProvider = ExecutionProvider,
        Threads = Threads,
        GraphOptimization = GraphOptimization,
        IoMode = IoMode,
    };
}
