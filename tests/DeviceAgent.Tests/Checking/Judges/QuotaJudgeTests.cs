using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class QuotaJudgeTests
{
    [Fact]
    public void Judge_none_is_ok()
    {
        var finding = new QuotaJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("none", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_as_many_as_cpus_is_ok()
    {
        var finding = new QuotaJudge().Judge(Machines.Good with { ContainerCpus = 2 });
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("2 CPUs", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_fewer_than_cpus_is_a_warning()
    {
        var finding = new QuotaJudge().Judge(Machines.Good with { ContainerCpus = 1.5 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("1.5 CPUs", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_below_one_is_a_problem()
    {
        var finding = new QuotaJudge().Judge(Machines.Good with { ContainerCpus = 0.5 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("0.5 CPUs", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_stopped_by_it_is_a_problem()
    {
        var finding = new QuotaJudge().Judge(Machines.Good with { ContainerCpus = 2, ContainerThrottledMsNow = 40 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("stops this container", finding.Answer, StringComparison.Ordinal);
    }
}
