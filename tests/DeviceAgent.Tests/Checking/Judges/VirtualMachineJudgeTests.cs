using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class VirtualMachineJudgeTests
{
    [Fact]
    public void Judge_own_hardware_is_ok()
    {
        var finding = new VirtualMachineJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_hypervisor_is_a_warning()
    {
        var finding = new VirtualMachineJudge().Judge(Machines.Good with { Hypervisor = "kvm" });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("kvm", finding.Answer, StringComparison.Ordinal);
    }
}
