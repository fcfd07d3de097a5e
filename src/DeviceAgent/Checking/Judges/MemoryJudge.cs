using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Is there room for models?</summary>
internal sealed class MemoryJudge : IMachineJudge
{
    private const string Question = "memory";
    private const long Problem = 256L << 20;
    private const long Warning = 1L << 30;
    private const string Mend = "end what else takes memory, or raise the container's limit (docker run --memory)";

    public Finding Judge(MachineReport machine)
    {
        if (machine.AvailableMemoryBytes is not { } available) return Finding.Unknown(Question, "the kernel does not tell");
        var bytes = Math.Min(available, machine.ContainerFreeMemoryBytes ?? available);
        var answer = string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB free");
        return bytes switch
        {
            < Problem => Finding.Problem(Question, $"{answer}: the runner alone needs more", Mend),
            < Warning => Finding.Warning(Question, answer, Mend),
            _ => Finding.Ok(Question, answer),
        };
    }
}
