using System.Globalization;

namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Is the machine cool?</summary>
internal sealed class TemperatureJudge : IMachineJudge
{
    private const string Question = "temperature";
    private const long Warning = 75_000;

    public Finding Judge(MachineReport machine)
    {
        if (machine.TemperatureMillidegrees is not { } millidegrees) return Finding.Unknown(Question, "no sensor tells");
        var answer = string.Create(CultureInfo.InvariantCulture, $"{millidegrees / 1000.0:F1} °C");
        return millidegrees < Warning
            ? Finding.Ok(Question, answer)
            : Finding.Warning(Question, $"{answer}: near where processors slow themselves down", "cool it, or let the agent wait: latbench agent run --max-start-temperature 65");
    }
}
