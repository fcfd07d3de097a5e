using LatBench.Contracts.V1;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The targets that this agent can serve: ONNX Runtime on the CPU, from one thread to as many as it may use, at every level of graph optimisation.</summary>
/// <param name="runtimeVersion">Version of the runtime as it reports it.</param>
/// <param name="usableCpus">CPUs that may be used.</param>
internal sealed class TargetCatalog(string runtimeVersion, int usableCpus)
{
    public const string Runtime = "ort";
    public const string CpuProvider = "cpu";

    private static readonly GraphOptimization[] Levels =
        [GraphOptimization.All, GraphOptimization.Extended, GraphOptimization.Basic, GraphOptimization.Disabled];

    /// <summary>The targets; the first, one thread and every optimisation, is the default.</summary>
    public IReadOnlyList<Target> Targets { get; } =
    [
        .. from level in Levels
           from threads in Enumerable.Range(1, usableCpus)
           select new Target
           {
               Runtime = Runtime,
               RuntimeVersion = runtimeVersion,
               ExecutionProvider = CpuProvider,
               Threads = threads,
               GraphOptimization = level,
           },
    ];

    /// <summary>Why a target cannot be served here, in one sentence; null where it can.</summary>
    public string? WhyUnsupported(Target target)
    {
        if (target.Runtime is not ("" or Runtime))
            return $"The target asks for the runtime '{target.Runtime}'; this agent has {Runtime}.";
        if (target.RuntimeVersion is { Length: > 0 } version && version != runtimeVersion)
            return $"The target asks for {Runtime} {version}; this agent has {runtimeVersion}.";
        if (target.ExecutionProvider is not ("" or CpuProvider))
            return $"The target asks for the execution provider '{target.ExecutionProvider}'; this agent has {CpuProvider}.";
        if (target.Threads < 1 || target.Threads > usableCpus)
            return $"The target asks for {target.Threads} threads; this agent may use 1 to {usableCpus}.";
        return null;
    }
}
