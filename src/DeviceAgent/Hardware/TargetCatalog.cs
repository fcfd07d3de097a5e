using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Providers;
using IoMode = LatBench.DeviceAgent.Providers.IoMode;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>
/// The targets that this agent can serve: ONNX Runtime on the CPU, from one thread to as many as it may use, at every level of graph
/// optimisation; and on each other provider that it has tried, with one thread and every optimisation, in each of the provider's I/O modes.
/// </summary>
/// <param name="usableCpus">CPUs that may be used.</param>
/// <param name="runtimes">The versions of the runtime, one or more; the first serves a target that names none.</param>
internal sealed class TargetCatalog(int usableCpus, IReadOnlyList<RuntimeOffer> runtimes)
{
    public const string Runtime = "ort";
    public const string CpuProvider = "cpu";

    private static readonly GraphOptimization[] Levels =
        [GraphOptimization.All, GraphOptimization.Extended, GraphOptimization.Basic, GraphOptimization.Disabled];

    /// <summary>The targets; the first, one thread and every optimisation on the first runtime, is the default.</summary>
    public IReadOnlyList<Target> Targets { get; } = [.. runtimes.SelectMany(runtime => TargetsOf(runtime, usableCpus))];

    /// <summary>Returns the location of a target's inputs and outputs; the host where none is given.</summary>
    public static IoMode IoModeOf(Target target) => target.IoMode == Contracts.V1.IoMode.Resident ? IoMode.Resident : IoMode.Host;

    /// <summary>Returns the settings of a target's provider; null for the CPU.</summary>
    public ProviderSettings? ProviderOf(Target target) => Find(target.RuntimeVersion) is { } runtime ? Find(target, runtime.Providers)?.Settings : null;

    /// <summary>Explains why a target cannot be served here, in one sentence; null where it can.</summary>
    public string? WhyUnsupported(Target target)
    {
        if (target.Runtime is not ("" or Runtime))
            return $"The target asks for the runtime '{target.Runtime}'; this agent has {Runtime}.";
        if (Find(target.RuntimeVersion) is not { } runtime)
            return $"The target asks for {Runtime} {target.RuntimeVersion}; this agent has {string.Join(", ", runtimes.Select(one => one.Version))}.";
        if (target.ExecutionProvider is not ("" or CpuProvider)) return WhyUnsupportedProvider(target, runtime.Providers);
        if (IoModeOf(target) == IoMode.Resident)
            return "The target asks for inputs and outputs in the memory of a device; the execution provider 'cpu' has the host's alone.";
        if (target.Threads < 1 || target.Threads > usableCpus)
            return $"The target asks for {target.Threads} threads; this agent may use 1 to {usableCpus}.";
        return null;
    }

    private static string? WhyUnsupportedProvider(Target target, IReadOnlyList<ProviderTarget> providers)
    {
        if (Find(target, providers) is not { } provider)
        {
            return $"The target asks for the execution provider '{target.ExecutionProvider}'; this agent has "
                + $"{string.Join(", ", providers.Select(one => one.Settings.Name).Prepend(CpuProvider))}, and others by its option --providers.";
        }

        if (!provider.Modes.Contains(IoModeOf(target)))
            return $"The target asks for inputs and outputs in the memory of the device; the execution provider '{target.ExecutionProvider}' does not keep them there.";
        return target is { Threads: 1, GraphOptimization: GraphOptimization.Unspecified or GraphOptimization.All }
            ? null
            : $"The execution provider '{target.ExecutionProvider}' is measured with one thread and every graph optimisation; the target asks for something else.";
    }

    private RuntimeOffer? Find(string version) => version.Length == 0 ? runtimes[0] : runtimes.FirstOrDefault(runtime => runtime.Version == version);

    private static ProviderTarget? Find(Target target, IReadOnlyList<ProviderTarget> providers) =>
        providers.FirstOrDefault(provider => provider.Settings.Name == target.ExecutionProvider);

    private static IEnumerable<Target> TargetsOf(RuntimeOffer runtime, int usableCpus) =>
    [
        .. from level in Levels
           from threads in Enumerable.Range(1, usableCpus)
           select new Target
           {
               Runtime = Runtime,
               RuntimeVersion = runtime.Version,
               ExecutionProvider = CpuProvider,
               Threads = threads,
               GraphOptimization = level,
               IoMode = Contracts.V1.IoMode.Host,
           },
        .. from provider in runtime.Providers
           from mode in provider.Modes
           select new Target
           {
               Runtime = Runtime,
               RuntimeVersion = runtime.Version,
               ExecutionProvider = provider.Settings.Name,
               Threads = 1,
               GraphOptimization = GraphOptimization.All,
               IoMode = mode == IoMode.Resident ? Contracts.V1.IoMode.Resident : Contracts.V1.IoMode.Host,
           },
    ];
}

/// <summary>A version of the runtime that an agent offers.</summary>
/// <param name="Version">The version, as the runtime reports it.</param>
/// <param name="Providers">The providers beside the CPU that were tried on it.</param>
internal sealed record RuntimeOffer(string Version, IReadOnlyList<ProviderTarget> Providers);
