using LatBench.Coordinator.Waiting;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;

namespace LatBench.Coordinator.Tests.Waiting;

public sealed class CampaignWaitsTests
{
    private static readonly DateTimeOffset Now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static CampaignDevice Jobs => new() { Device = DeviceWaitsTests.Lab, Queued = 5, Leased = 0, NextDueAt = Now };

    [Fact]
    public void Work_that_goes_on_or_is_about_to_waits_for_nothing() =>
        Assert.Empty(CampaignWaits.Explain([Jobs, Jobs with { Leased = 2 }, Jobs with { NextDueAt = Now.AddSeconds(1) }], Now));

    [Fact]
    public void A_campaign_behind_others_has_its_position()
    {
        var wait = Assert.Single(CampaignWaits.Explain([Jobs with { JobsAhead = 120, CampaignsAhead = 2, IsBehind = true }], Now));

        Assert.Equal((WaitReason.Queued, "lab", 120, 2), (wait.Reason, wait.DeviceId, wait.Ahead, wait.CampaignsAhead));
        Assert.Equal("devices/lab measures 2 earlier campaigns first: 120 jobs ahead.", wait.Explanation);
        Assert.Equal(
            "devices/lab measures an earlier campaign first: 1 job ahead.",
            Assert.Single(CampaignWaits.Explain([Jobs with { JobsAhead = 1, CampaignsAhead = 1, IsBehind = true }], Now)).Explanation);
    }

    [Fact]
    public void Passes_that_are_not_due_say_when_they_are()
    {
        var wait = Assert.Single(CampaignWaits.Explain([Jobs with { NextDueAt = Now.AddSeconds(20) }], Now));

        Assert.Equal((WaitReason.Spread, Now.AddSeconds(20)), (wait.Reason, wait.Until));
        Assert.Contains("due at 04:05:26Z", wait.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_draining_device_holds_is_finished()
    {
        var draining = DeviceWaitsTests.Lab with { State = DeviceState.Draining };

        Assert.Empty(CampaignWaits.Explain([Jobs with { Device = draining, Queued = 0, Leased = 1 }], Now));
        Assert.Equal(WaitReason.DeviceDraining, Assert.Single(CampaignWaits.Explain([Jobs with { Device = draining, Leased = 1 }], Now)).Reason);
    }

    [Fact]
    public void Each_device_has_its_own_reason()
    {
        var silent = DeviceWaitsTests.Lab with { Id = "board", LastSeenAt = Now.AddHours(-1) };

        Assert.Equal(
            [("lab", WaitReason.Queued), ("board", WaitReason.AgentSilent)],
            CampaignWaits.Explain([Jobs with { IsBehind = true, JobsAhead = 1 }, Jobs with { Device = silent }], Now).Select(wait => (wait.DeviceId, wait.Reason)));
    }
}
