using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class PowerSupplyJudgeTests
{
    [Fact]
    public void Judge_mains_is_ok()
    {
        var finding = new PowerSupplyJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_battery_is_a_warning()
    {
        var finding = new PowerSupplyJudge().Judge(Machines.Good with { IsOnBattery = true });
        Assert.Equal(Rating.Warning, finding.Rating);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new PowerSupplyJudge().Judge(Machines.Good with { IsOnBattery = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
