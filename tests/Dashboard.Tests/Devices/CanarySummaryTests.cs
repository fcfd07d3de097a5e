using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Devices;

namespace LatBench.Dashboard.Tests.Devices;

public sealed class CanarySummaryTests
{
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public void Of_tells_the_baseline_and_the_drift_of_the_end()
    {
        // Five minutes at 1 ms, then five at 1.1 ms, newest first.
        var summary = CanarySummary.Of(Enumerable.Range(0, 100).Select(i => Reading(6 * i, i < 50 ? 1 : 1.1)).Reverse());

        Assert.Equal(100, summary.Readings.Count);
        Assert.True(summary.Readings[0].Time.ToDateTimeOffset() < summary.Readings[^1].Time.ToDateTimeOffset());
        Assert.Equal(1, summary.BaselineMs!.Value, 6);
        Assert.Equal(0.1, summary.Drift!.Value, 6);
        Assert.True(summary.HasDrifted);
        Assert.Equal(0.5, summary.SlowShare!.Value, 6);
        Assert.Null(summary.ContendedShare);
    }

    [Fact]
    public void Of_counts_shared_cores_where_that_is_known()
    {
        var summary = CanarySummary.Of([Reading(3, 1, contended: true), Reading(2, 1, contended: false), Reading(1, 1), Reading(0, 1, contended: false)]);

        Assert.Equal(1.0 / 3, summary.ContendedShare!.Value, 9);
        Assert.Null(summary.BaselineMs);
        Assert.Null(summary.Drift);
    }

    [Fact]
    public void Of_nothing_is_empty()
    {
        var summary = CanarySummary.Of([]);

        Assert.Empty(summary.Readings);
        Assert.Null(summary.LevelMs);
        Assert.False(summary.HasDrifted);
    }

    [Theory]
    [InlineData(DeviceState.Active, null, "active")]
    [InlineData(DeviceState.Active, WaitReason.AgentSilent, "offline")]
    [InlineData(DeviceState.Active, WaitReason.TooHot, "paused")]
    [InlineData(DeviceState.Draining, WaitReason.DeviceDraining, "draining")]
    [InlineData(DeviceState.Quarantined, WaitReason.DeviceQuarantined, "quarantined")]
    [InlineData(DeviceState.Removed, null, "removed")]
    public void State_is_one_word(DeviceState state, WaitReason? reason, string expected) =>
        Assert.Equal(expected, DeviceText.State(new Device { State = state, Waiting = reason is { } given ? new Waiting { Reason = given } : null }).Text);

    private static CanaryReading Reading(int seconds, double ms, bool? contended = null)
    {
        var reading = new CanaryReading { Time = Start.AddSeconds(seconds).ToTimestamp(), LatencyMs = ms, Target = "lab/t1" };
        if (contended is { } known)
            reading.Contended = known;
        return reading;
    }
}
