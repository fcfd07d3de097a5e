using System.Globalization;
using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>May the runner go before other programs?</summary>
internal sealed class PriorityJudge : IMachineJudge
{
    private const string Question = "priority";

    public Finding Judge(MachineReport machine)
    {
        if (machine.Priority is not { } priority) return Finding.Unknown(Question, "this system has no nice values");
        var answer = string.Create(CultureInfo.InvariantCulture, $"nice {priority}");
        return priority <= Priority.Wished
            ? Finding.Ok(Question, answer)
            : Finding.Warning(
                Question,
                string.Create(CultureInfo.InvariantCulture, $"{answer}: this account may not ask for nice {Priority.Wished}"),
                "run the agent as root, with LimitNICE=-10 in its systemd unit, or with docker run --cap-add SYS_NICE");
    }
}
