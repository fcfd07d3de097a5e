using System.Globalization;
using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Was the processor slowed to protect it?</summary>
internal sealed class ThrottlingJudge : IMachineJudge
{
    private const string Question = "throttling";
    private const string Mend = "cool the machine, and give a board the power supply that it asks for";

    public Finding Judge(MachineReport machine)
    {
        var firmware = machine.FirmwareThrottleBits ?? 0;
        if (machine.ThrottleEventsNow > 0)
            return Finding.Problem(Question, "the processor is slowed because it is too hot", Mend);
        if (FirmwareThrottle.Reasons(firmware) is { Count: > 0 } reasons)
            return Finding.Problem(Question, $"the board is slowed: {string.Join(", ", reasons)}", Mend);
        if (machine.ThrottleEvents > 0)
            return Finding.Warning(Question, string.Create(CultureInfo.InvariantCulture, $"slowed {machine.ThrottleEvents} times since the machine was started"), Mend);
        if (FirmwareThrottle.ReasonsSinceStart(firmware) is { Count: > 0 } earlier)
            return Finding.Warning(Question, $"the board was slowed since it was started: {string.Join(", ", earlier)}", Mend);
        return machine.ThrottleEvents is null && machine.FirmwareThrottleBits is null
            ? Finding.Unknown(Question, "the machine does not count it")
            : Finding.Ok(Question, "none since the machine was started");
    }
}
