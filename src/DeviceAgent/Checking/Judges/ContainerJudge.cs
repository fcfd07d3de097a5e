namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Is the agent in a container?</summary>
internal sealed class ContainerJudge : IMachineJudge
{
    private const string Question = "container";

    public Finding Judge(MachineReport machine)
    {
        return Finding.Ok(Question, machine.Container is { } container ? $"{container}; its limits are in the questions above" : "no sign of one");
    }
}
