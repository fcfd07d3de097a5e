using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Are the CPUs free?</summary>
internal sealed class BusyJudge : IMachineJudge
{
    private const string Question = "other work";
    private const double Warning = 0.10;
    private const double Problem = 0.90;
    private const string Mend = "end what else runs (top shows it), or set CPUs aside with the kernel parameter isolcpus and name them with --cpus";

    public Finding Judge(MachineReport machine)
    {
        if (machine.BusyShare is not { } share) return Finding.Unknown(Question, "the kernel does not tell");
        var load = machine.LoadAverage1m is { } average ? string.Create(CultureInfo.InvariantCulture, $", load average {average:F2}") : "";
        var answer = string.Create(CultureInfo.InvariantCulture, $"{share:P0} of all CPUs busy{load}");
        return share switch
        {
            < Warning => Finding.Ok(Question, answer),
            < Problem => Finding.Warning(Question, answer, Mend),
            _ => Finding.Problem(Question, $"{answer}: no CPU is left to measure on", Mend),
        };
    }
}
