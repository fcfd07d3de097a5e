using LatBench.Coordinator.Waiting;
using LatBench.Storage.Devices;

namespace LatBench.Coordinator.Tests.Waiting;

public sealed class DeviceWaitsTests
{
    private static readonly DateTimeOffset Now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void A_device_whose_agent_polls_waits_for_nothing() => Assert.Null(DeviceWaits.Explain(Lab, Now));

    [Theory]
    [InlineData(DeviceState.Draining, WaitReason.DeviceDraining, "latbench devices resume lab")]
    [InlineData(DeviceState.Quarantined, WaitReason.DeviceQuarantined, "latbench devices resume lab")]
    [InlineData(DeviceState.Removed, WaitReason.DeviceRemoved, "latbench devices list")]
    internal void A_state_goes_before_what_the_agent_does(DeviceState state, WaitReason reason, string remedy)
    {
        var wait = DeviceWaits.Explain(Lab with { State = state, LastSeenAt = null }, Now)!;

        Assert.Equal((reason, "lab"), (wait.Reason, wait.DeviceId));
        Assert.Contains(remedy, wait.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_any_call_says_since_when_it_is_enrolled()
    {
        var wait = DeviceWaits.Explain(Lab with { LastSeenAt = null, EnrolledAt = Now.AddHours(-1) }, Now)!;

        Assert.Equal((WaitReason.AgentNeverSeen, Now.AddHours(-1)), (wait.Reason, wait.Since));
        Assert.Equal("No agent of devices/lab has called since it was enrolled at 2031-02-03 03:05:06Z.", wait.Explanation);
    }

    [Theory]
    [InlineData(10, false, false)]
    [InlineData(11, false, true)]
    [InlineData(60, true, false)]
    [InlineData(61, true, true)]
    public void An_agent_that_measures_may_say_nothing_for_longer(int seconds, bool holdsLeases, bool silent)
    {
        var device = Lab with { LastSeenAt = Now.AddSeconds(-seconds), LeaseExpiresAt = holdsLeases ? Now.AddSeconds(30) : Now.AddSeconds(-30) };

        Assert.Equal(silent ? WaitReason.AgentSilent : null, DeviceWaits.Explain(device, Now)?.Reason);
    }

    [Fact]
    public void A_silent_agent_with_leases_says_when_its_jobs_come_back()
    {
        var wait = DeviceWaits.Explain(Lab with { LastSeenAt = Now.AddMinutes(-2), LeaseExpiresAt = Now.AddSeconds(30) }, Now)!;

        Assert.Equal(
            "No agent of devices/lab answers: it was last seen at 2031-02-03 04:03:06Z, and the jobs that it holds go back to the queue at 2031-02-03 04:05:36Z.",
            wait.Explanation);
        Assert.Equal("Start the agent on lab, for example with latbench agent run.", wait.Remedy);
    }

    [Fact]
    public void A_pause_is_told_in_the_words_of_the_agent()
    {
        var wait = DeviceWaits.Explain(Lab with { Pause = new AgentPause(PauseReason.DiskFull, "3 MiB are free", Now.AddMinutes(-5)) }, Now)!;

        Assert.Equal((WaitReason.DiskFull, Now.AddMinutes(-5)), (wait.Reason, wait.Since));
        Assert.Equal("The agent of devices/lab pauses: 3 MiB are free.", wait.Explanation);
        Assert.StartsWith("Free space", wait.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PauseReason.TooHot, WaitReason.TooHot)]
    [InlineData(PauseReason.ArtifactUnavailable, WaitReason.ArtifactUnavailable)]
    [InlineData(PauseReason.Stopped, WaitReason.AgentStopped)]
    internal void Every_reason_of_an_agent_has_a_wait(PauseReason pause, WaitReason reason) =>
        Assert.Equal(reason, DeviceWaits.Explain(Lab with { Pause = new AgentPause(pause, "", Now) }, Now)!.Reason);

    [Fact]
    public void A_pause_of_an_agent_that_died_meanwhile_is_not_believed() =>
        Assert.Equal(
            WaitReason.AgentSilent,
            DeviceWaits.Explain(Lab with { Pause = new AgentPause(PauseReason.DiskFull, "", Now.AddHours(-1)), LastSeenAt = Now.AddMinutes(-2) }, Now)!.Reason);

    [Fact]
    public void Numbers_are_those_of_the_contract() => Assert.Equal(
        Enum.GetValues<Contracts.V1.WaitReason>().Where(reason => reason != Contracts.V1.WaitReason.Unspecified).Select(reason => ((int)reason, reason.ToString())),
        Enum.GetValues<WaitReason>().Select(reason => ((int)reason, reason.ToString())));

    internal static Device Lab => new()
    {
        Id = "lab",
        State = DeviceState.Active,
        Hardware = new Hardware(),
        Software = new Software(),
        Targets = [],
        EnrolledAt = Now.AddDays(-1),
        LastSeenAt = Now.AddSeconds(-1),
    };
}
