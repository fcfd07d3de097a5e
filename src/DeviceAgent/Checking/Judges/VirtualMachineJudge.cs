namespace LatBench.DeviceAgent.Checking.Judges;

/// <summary>Is the hardware shared with others that are not seen?</summary>
internal sealed class VirtualMachineJudge : IMachineJudge
{
    private const string Question = "virtual machine";

    public Finding Judge(MachineReport machine)
    {
        return machine.Hypervisor is { } hypervisor
            ? Finding.Warning(
                Question,
                $"yes ({hypervisor}): others may use the same cores and caches unseen",
                "measure over a long time (campaigns with more passes), or on bare metal")
            : Finding.Ok(Question, "no sign of one");
    }
}
