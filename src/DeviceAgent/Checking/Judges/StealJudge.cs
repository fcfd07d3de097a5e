using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Does the hypervisor take time away?</summary>
internal sealed class StealJudge : IMachineJudge
{
    private const string Question = "steal";
    private const double Warning = 0.01;
    private const double Problem = 0.10;
    private const string Mend = "use a machine with CPUs of its own (dedicated or bare metal), or measure when its neighbours are quiet";

    public Finding Judge(MachineReport machine)
    {
        if (machine.StealShare is not { } share) return Finding.Unknown(Question, "the kernel does not tell");
        var seen = string.Create(CultureInfo.InvariantCulture, $"{share:P1} of a second of CPU time");
        if (share < Warning) return Finding.Ok(Question, seen);
        var answer = $"{seen} went to other virtual machines";
        return share < Problem ? Finding.Warning(Question, answer, Mend) : Finding.Problem(Question, answer, Mend);
    }
}
