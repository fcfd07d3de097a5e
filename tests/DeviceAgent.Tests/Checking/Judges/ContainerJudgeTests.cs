using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class ContainerJudgeTests
{
    [Fact]
    public void Judge_none_is_ok()
    {
        var finding = new ContainerJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("no sign", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_container_is_named()
    {
        var finding = new ContainerJudge().Judge(Machines.Good with { Container = "podman" });
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("podman", finding.Answer, StringComparison.Ordinal);
    }
}
