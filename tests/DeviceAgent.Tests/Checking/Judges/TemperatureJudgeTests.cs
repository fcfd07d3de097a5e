using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class TemperatureJudgeTests
{
    [Fact]
    public void Judge_cool_is_ok()
    {
        var finding = new TemperatureJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("41.0", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_hot_is_a_warning()
    {
        var finding = new TemperatureJudge().Judge(Machines.Good with { TemperatureMillidegrees = 75_000 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("75.0", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_no_sensor_is_unknown()
    {
        var finding = new TemperatureJudge().Judge(Machines.Good with { TemperatureMillidegrees = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
