using LatBench.Contracts.V1;

namespace LatBench.DeviceAgent.Running;

/// <summary>A native library of ONNX Runtime, and the runners that use it. Owns them.</summary>
/// <param name="folder">The folder of the library; null for the one that came with the agent.</param>
/// <param name="command">The command that starts a runner on it.</param>
/// <param name="runners">The runners; each starts its process when it has work.</param>
internal sealed class AgentRuntime(string? folder, RunnerCommand command, RunnerSet runners) : IDisposable
{
    /// <summary>Gets the folder of the library; null for the one that came with the agent.</summary>
    public string? Folder => folder;

    /// <summary>Gets where the library is, for a person.</summary>
    public string Place => folder ?? "the agent itself";

    /// <summary>Gets the command that starts a runner on it.</summary>
    public RunnerCommand Command => command;

    /// <summary>Gets the runners.</summary>
    public IReadOnlyList<RunnerSupervisor> Runners => runners.All;

    /// <summary>Gets the version, as the runtime reports it; empty before the start.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts a runner and asks it for its version.</summary>
    /// <exception cref="RunnerStartException">None can be started.</exception>
    public async Task StartAsync(CancellationToken cancellationToken) => Version = await Runners[0].RuntimeVersionAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose() => runners.Dispose();
}

/// <summary>The runtimes of an agent. Owns them.</summary>
/// <param name="all">One or more; the first is the main one, which takes jobs whose target names no version.</param>
internal sealed class RuntimeSet(IReadOnlyList<AgentRuntime> all) : IDisposable
{
    /// <summary>Gets the runtimes, the main one first.</summary>
    public IReadOnlyList<AgentRuntime> All => all;

    /// <summary>Gets the main runtime.</summary>
    public AgentRuntime Main => all[0];

    /// <summary>Returns the runners for a target.</summary>
    public IReadOnlyList<RunnerSupervisor> RunnersFor(Target target) => (all.FirstOrDefault(runtime => runtime.Version == target.RuntimeVersion) ?? Main).Runners;

    public void Dispose()
    {
        foreach (var runtime in all) runtime.Dispose();
    }
}
