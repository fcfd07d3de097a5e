namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The session configuration keys of ONNX Runtime that may be set. The runtime accepts unknown keys silently, so a
/// typing error would change nothing and be recorded as if it had.
/// </summary>
internal static class SessionKeys
{
    public const string DenormalAsZero = "session.set_denormal_as_zero";
    public const string IntraOpSpinning = "session.intra_op.allow_spinning";
    public const string InterOpSpinning = "session.inter_op.allow_spinning";
    public const string DisableCpuFallback = "session.disable_cpu_ep_fallback";
    public const string RecordAssignment = "session.record_ep_graph_assignment_info";
    public const string WeightsFolder = "session.model_external_initializers_file_folder_path";

    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        DenormalAsZero,
        IntraOpSpinning,
        InterOpSpinning,
        DisableCpuFallback,
        "session.disable_prepacking",
        "session.use_deterministic_compute",
        "session.dynamic_block_base",
    };

    /// <summary>The entries that every session gets unless a plan says otherwise.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [DenormalAsZero] = "1",
        [IntraOpSpinning] = "1",
        [InterOpSpinning] = "0",
    };

    /// <summary>Keys of a plan that are not allowed.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<string> keys) => [.. keys.Where(key => !Allowed.Contains(key))];
}
