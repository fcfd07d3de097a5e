namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Does the machine save its battery?</summary>
internal sealed class PowerSupplyJudge : IMachineJudge
{
    private const string Question = "power supply";

    public Finding Judge(MachineReport machine)
    {
        return machine.IsOnBattery switch
        {
            null => Finding.Unknown(Question, "the machine does not tell"),
            false => Finding.Ok(Question, "mains"),
            true => Finding.Warning(Question, "on its battery: the firmware may hold clocks down", "plug it in"),
        };
    }
}
