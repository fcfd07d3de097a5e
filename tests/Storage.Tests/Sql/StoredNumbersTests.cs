using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Predictors;
using LatBench.Storage.Sql;
using LatBench.Storage.Tokens;

namespace LatBench.Storage.Tests.Sql;

/// <summary>Numbers that old databases hold: they never change, new ones may come.</summary>
public sealed class StoredNumbersTests
{
    [Fact]
    public void Enum_numbers_are_frozen()
    {
        Assert.Equal("Active=1 Draining=2 Removed=3 Quarantined=4", Numbers<DeviceState>());
        Assert.Equal("Running=1 Succeeded=2 Cancelled=3", Numbers<CampaignState>());
        Assert.Equal("Admin=1 Submitter=2 Viewer=3 Enrolment=4 Device=5", Numbers<Role>());
        Assert.Equal("Queued=1 Leased=2 Done=3 Failed=4 Cancelled=5", Numbers<JobState>());
        Assert.Equal("Queued=1 Training=2 Ready=3 Failed=4 Cancelled=5", Numbers<PredictorState>());
        Assert.Equal("Labels=1 Diverged=2 Crashed=3 TimeLimit=4 MemoryLimit=5 Interrupted=6 Storage=7", Numbers<TrainingFailure>());
        Assert.Equal("Valid=1 Suspect=2 Failed=3 Cancelled=4", Numbers<Verdict>());
        Assert.Equal("ErrorTargetMet=1 PassLimit=2 Failed=3 Cancelled=4 DeviceAbsent=5 DeviceRemoved=6", Numbers<StopReason>());
        Assert.Equal(
            "ModelRejected=1 RunnerCrashed=2 TimedOut=3 OutOfMemory=4 ArtifactCorrupt=5 ArtifactUnavailable=6 TargetUnsupported=7 InvalidOutput=8 Internal=9 LeaseExpired=10 DeviceRemoved=11 DeviceAbsent=12",
            Numbers<FailureReason>());
    }

    [Theory]
    [InlineData("2031-05-06T07:08:09.1234567+02:00", 1935810489123456)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("9999-12-31T23:59:59.9999999Z", 253402300799999999)]
    public void StoredTime_is_microseconds_utc(string time, long microseconds)
    {
        var parsed = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(microseconds, StoredTime.From(parsed));
        Assert.InRange((parsed - StoredTime.ToTime(microseconds)).Ticks, 0, 9);
        Assert.Equal(TimeSpan.Zero, StoredTime.ToTime(microseconds).Offset);
    }

    private static string Numbers<T>()
        where T : struct, Enum =>
        string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)}"));
}
