namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Does a CPU to measure on share its core with another?</summary>
internal sealed class SmtJudge : IMachineJudge
{
    private const string Question = "shared cores";

    public Finding Judge(MachineReport machine)
    {
        return machine.CpusWithSibling.Count == 0
            ? Finding.Ok(Question, "none of the CPUs to measure on shares its core")
            : Finding.Warning(
                Question,
                $"CPU {string.Join(',', machine.CpusWithSibling)} shares its core with another CPU, whose work slows it",
                "echo off | sudo tee /sys/devices/system/cpu/smt/control, or keep other work off the siblings");
    }
}
