namespace LatBench.DeviceAgent.Checking;

/// <summary>Answers one question about a machine that shall measure.</summary>
internal interface IMachineJudge
{
    Finding Judge(MachineReport machine);
}
