using System.Text.RegularExpressions;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Devices;

/// <summary>Checks what an agent says of its device before any of it is stored or becomes part of a name.</summary>
internal static partial class DeviceValidator
{
    // A machine of 1,024 CPUs at each level of graph optimisation, and room for its accelerators.
    private const int MaxTargets = 4 * MaxThreads + 1024;
    private const int MaxThreads = 1024;
    private const int MaxText = 200;
    private const int MaxCustomOperators = 2000;

    /// <summary>Every fault in a description, as field and sentence.</summary>
    public static List<(string Field, string Message)> Validate(Hardware? hardware, Software? software, IReadOnlyList<Target> targets)
    {
        var faults = new List<(string, string)>();
        if (hardware is null)
            faults.Add(("hardware", "The hardware is missing."));
        else if (hardware.LogicalCpus < 1 || hardware.UsableCpus < 1)
            faults.Add(("hardware.usable_cpus", "A device has at least one logical and one usable CPU."));
        if (software is null)
            faults.Add(("software", "The software is missing."));
        else if (software.CustomOperators.Count > MaxCustomOperators)
            faults.Add(("software.custom_operators", $"A device has at most {MaxCustomOperators} custom operators; there are {software.CustomOperators.Count}."));
        if (targets.Count is 0 or > MaxTargets)
            faults.Add(("targets", $"A device serves 1 to {MaxTargets} targets; there are {targets.Count}."));

        foreach (var text in Texts(hardware, software))
        {
            if (text.Length > MaxText || text.Any(char.IsControl))
                faults.Add(("hardware", $"A text in the description is longer than {MaxText} characters or holds control characters."));
        }

        for (var i = 0; i < targets.Count; i++)
            AddFaults(faults, $"targets[{i}]", targets[i]);

        return faults;
    }

    private static void AddFaults(List<(string, string)> faults, string field, Target target)
    {
        if (!Token().IsMatch(target.Runtime) || !Token().IsMatch(target.RuntimeVersion) || !Token().IsMatch(target.ExecutionProvider))
            faults.Add((field, "Runtime, runtime version and execution provider are 1 to 40 characters of a-z, 0-9, '.', '_' and '-'."));
        if (target.Threads is < 1 or > MaxThreads)
            faults.Add(($"{field}.threads", $"{target.Threads} threads are out of range: 1 to {MaxThreads}."));
    }

    private static IEnumerable<string> Texts(Hardware? hardware, Software? software)
    {
        if (hardware is not null)
        {
            foreach (var text in new[] { hardware.CpuModel, hardware.Architecture, hardware.BoardModel, hardware.Hypervisor, hardware.Emulator })
                yield return text;
            foreach (var gpu in hardware.Gpus)
                yield return gpu;
        }

        if (software is not null)
        {
            foreach (var text in new[] { software.AgentVersion, software.OperatingSystem, software.Kernel, software.Browser })
                yield return text;
            foreach (var text in software.Protocols.Concat(software.CustomOperators))
                yield return text;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
