using System.Globalization;

namespace LatBench.Measurements.Gates;

/// <summary>The machine and the settings that a run was measured with: runs are compared only where all of it is equal.</summary>
public sealed record MachineFingerprint
{
    /// <summary>Gets the processor name; null where it is not known.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Gets the instruction set, for example <c>x64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Gets the logical CPUs of the machine.</summary>
    public required int LogicalCpus { get; init; }

    /// <summary>Gets the CPUs that the agent may use.</summary>
    public required int UsableCpus { get; init; }

    /// <summary>Gets the runtime, for example <c>ort</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Gets the version of the runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Gets the execution provider in lower case.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the number of threads of an inference.</summary>
    public required int Threads { get; init; }

    /// <summary>Gets the level of graph optimisation, for example <c>all</c>.</summary>
    public required string GraphOptimization { get; init; }

    /// <summary>Gets the place of inputs and outputs: <c>host</c> or <c>resident</c>.</summary>
    public required string IoMode { get; init; }

    /// <summary>Lists the differences in words, for example <c>4 usable CPUs instead of 2</c>; none where the two are equal.</summary>
    /// <param name="baseline">What this one is compared with.</param>
    public IReadOnlyList<string> DifferencesFrom(MachineFingerprint baseline)
    {
        (string Name, string Own, string Other)[] parts =
        [
            ("processor", CpuModel ?? "unknown", baseline.CpuModel ?? "unknown"),
            ("instruction set", Architecture, baseline.Architecture),
            ("logical CPUs", Text(LogicalCpus), Text(baseline.LogicalCpus)),
            ("usable CPUs", Text(UsableCpus), Text(baseline.UsableCpus)),
            ("runtime", $"{Runtime} {RuntimeVersion}", $"{baseline.Runtime} {baseline.RuntimeVersion}"),
            ("execution provider", Provider, baseline.Provider),
            ("threads", Text(Threads), Text(baseline.Threads)),
            ("graph optimisation", GraphOptimization, baseline.GraphOptimization),
            ("I/O mode", IoMode, baseline.IoMode),
        ];
        return [.. parts.Where(part => part.Own != part.Other).Select(part => $"{part.Name} {part.Own} instead of {part.Other}")];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
