namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Do the CPUs run at a steady frequency?</summary>
internal sealed class GovernorJudge : IMachineJudge
{
    private const string Question = "governor";

    public Finding Judge(MachineReport machine)
    {
        if (machine.Governor is not { } governor)
            return Finding.Unknown(Question, "the kernel does not manage frequencies here");
        return governor == "performance"
            ? Finding.Ok(Question, governor)
            : Finding.Warning(
                Question,
                $"{governor}: frequencies follow the load, and a short block begins slowly",
                "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
    }
}
