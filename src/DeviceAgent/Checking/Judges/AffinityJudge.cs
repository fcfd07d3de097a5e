namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Can the runner be kept on its CPUs?</summary>
internal sealed class AffinityJudge : IMachineJudge
{
    private const string Question = "affinity";

    public Finding Judge(MachineReport machine)
    {
        return machine.CanPin switch
        {
            null => Finding.Unknown(Question, "this system has no affinity"),
            true => Finding.Ok(Question, $"threads stay on CPU {string.Join(',', machine.Cpus)}"),
            false => Finding.Problem(
                Question,
                $"threads cannot be pinned to CPU {string.Join(',', machine.Cpus)}",
                "allow sched_setaffinity in the container's seccomp profile, or name CPUs with --cpus that it may use"),
        };
    }
}
