using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Are the clocks of graphics processors free?</summary>
internal sealed class GpuJudge : IMachineJudge
{
    private const string Question = "gpu";

    public Finding Judge(MachineReport machine)
    {
        if (machine.Gpus is not { } gpus) return Finding.Unknown(Question, "no tool tells of one");
        var slowed = gpus
            .Select(gpu => (gpu.Name, Reasons: gpu.ThrottleReasons.Where(NvidiaSmi.IsSlowing).ToArray()))
            .Where(gpu => gpu.Reasons.Length > 0)
            .Select(gpu => $"{gpu.Name} ({string.Join(", ", gpu.Reasons)})")
            .ToArray();
        return slowed.Length == 0
            ? Finding.Ok(Question, string.Join("; ", gpus.Select(gpu => gpu.Name)))
            : Finding.Warning(
                Question,
                $"clocks are held down: {string.Join("; ", slowed)}",
                "cool it, raise its limit with nvidia-smi --power-limit, or fix its clocks with nvidia-smi --lock-gpu-clocks");
    }
}
