using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class SmtJudgeTests
{
    [Fact]
    public void Judge_cores_of_their_own_are_ok()
    {
        var finding = new SmtJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_shared_core_is_a_warning()
    {
        var finding = new SmtJudge().Judge(Machines.Good with { CpusWithSibling = [3] });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("CPU 3", finding.Answer, StringComparison.Ordinal);
    }
}
