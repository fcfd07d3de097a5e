using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class ModelVisitTests
{
    [Fact]
    public void Run_unknown_session_key_is_refused()
    {
        var plan = TestPlans.For("none") with { SessionEntries = new Dictionary<string, string> { ["session.set_denormals_as_zero"] = "1" } };
        var failure = new ModelVisit(new SystemFiles(), TimeProvider.System, "1.0").Run(plan).Failure!;
        Assert.Equal(FailureReason.TargetUnsupported, failure.Reason);
        Assert.Contains("session.set_denormals_as_zero", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_cpu_that_is_not_there_is_unsupported()
    {
        var failure = new ModelVisit(new SystemFiles(), TimeProvider.System, "1.0").Run(TestPlans.For("none") with { Cpus = [999] }).Failure!;
        Assert.Equal(FailureReason.TargetUnsupported, failure.Reason);
        Assert.Contains("999", failure.Message, StringComparison.Ordinal);
    }
}
