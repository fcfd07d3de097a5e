using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Does a control group stop the runner in the middle of a block?</summary>
internal sealed class QuotaJudge : IMachineJudge
{
    private const string Question = "cpu quota";
    private const string Mend = "give the container whole CPUs instead of a quota: docker run --cpuset-cpus 2-3 (without --cpus), AllowedCPUs= in systemd";

    public Finding Judge(MachineReport machine)
    {
        if (machine.ContainerThrottledMsNow > 0)
            return Finding.Problem(Question, "its quota stops this container while it works", Mend);
        if (machine.ContainerCpus is not { } cpus) return Finding.Ok(Question, "none");
        var answer = string.Create(CultureInfo.InvariantCulture, $"{cpus:0.##} CPUs");
        if (cpus < 1) return Finding.Problem(Question, $"{answer}: a single thread is stopped in every period", Mend);
        return cpus < machine.Cpus.Count
            ? Finding.Warning(Question, string.Create(CultureInfo.InvariantCulture, $"{answer} of time on {machine.Cpus.Count} CPUs: threads are bounded, and a burst may be stopped"), Mend)
            : Finding.Ok(Question, answer);
    }
}
