namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Do frequencies depend on temperature and on what other cores do?</summary>
internal sealed class TurboJudge : IMachineJudge
{
    private const string Question = "turbo";

    public Finding Judge(MachineReport machine)
    {
        return machine.Turbo switch
        {
            null => Finding.Unknown(Question, "the kernel does not tell"),
            false => Finding.Ok(Question, "off"),
            true => Finding.Warning(
                Question,
                "on: frequencies depend on the temperature and on what other cores do",
                "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo, or where that is missing: echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"),
        };
    }
}
