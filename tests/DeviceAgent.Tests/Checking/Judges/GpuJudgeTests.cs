using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class GpuJudgeTests
{
    [Fact]
    public void Judge_idle_clocks_are_ok()
    {
        var finding = new GpuJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("Some GPU", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_slowed_is_a_warning()
    {
        var finding = new GpuJudge().Judge(Machines.Good with { Gpus = [new GpuConditions { Name = "Hot GPU", ThrottleReasons = ["gpu-idle", "hw-thermal-slowdown"] }] });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("Hot GPU (hw-thermal-slowdown)", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_none_is_unknown()
    {
        var finding = new GpuJudge().Judge(Machines.Good with { Gpus = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
