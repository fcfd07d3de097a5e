using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class MemoryJudgeTests
{
    [Fact]
    public void Judge_plenty_is_ok()
    {
        var finding = new MemoryJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("12288 MiB", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_less_than_a_gibibyte_is_a_warning()
    {
        var finding = new MemoryJudge().Judge(Machines.Good with { AvailableMemoryBytes = 900L << 20 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("900 MiB", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_limit_of_the_container_counts()
    {
        var finding = new MemoryJudge().Judge(Machines.Good with { ContainerFreeMemoryBytes = 100L << 20 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("100 MiB", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new MemoryJudge().Judge(Machines.Good with { AvailableMemoryBytes = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
