using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Does the machine wait for its disk?</summary>
internal sealed class SwapJudge : IMachineJudge
{
    private const string Question = "swap";
    private const string Mend = "sudo swapoff --all";

    public Finding Judge(MachineReport machine)
    {
        if (machine.SwappedPagesNow > 0)
            return Finding.Problem(Question, string.Create(CultureInfo.InvariantCulture, $"{machine.SwappedPagesNow} pages moved in a second"), Mend);
        return machine.SwapUsedBytes switch
        {
            null => Finding.Unknown(Question, "the kernel does not tell"),
            0 => Finding.Ok(Question, "not used"),
            { } used => Finding.Warning(Question, string.Create(CultureInfo.InvariantCulture, $"{used >> 20} MiB used"), Mend),
        };
    }
}
