using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Is the clock fine enough, and cheap to read?</summary>
internal sealed class TimerJudge : IMachineJudge
{
    private const string Question = "timer";
    private const double Warning = 1_000;
    private const double Problem = 20_000;
    private const string Mend = "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource (see available_clocksource beside it)";

    public Finding Judge(MachineReport machine)
    {
        if (machine.TimerStepNs is not { } step) return Finding.Unknown(Question, "the clock does not move");
        var source = machine.ClockSource is { } name ? $", clock source {name}" : "";
        var answer = string.Create(CultureInfo.InvariantCulture, $"steps of {step:F0} ns{source}");
        return step switch
        {
            <= Warning => Finding.Ok(Question, answer),
            <= Problem => Finding.Warning(Question, answer, Mend),
            _ => Finding.Problem(Question, $"{answer}: too coarse for inferences of a millisecond", Mend),
        };
    }
}
