using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class BlockFlagsTests
{
    private static readonly MachineState Calm = new()
    {
        StealMs = 10,
        InvoluntaryContextSwitches = 1,
        Frequency = new FrequencyRange(990_000, 1_000_000, 1_010_000),
        CoreThrottleEvents = 3,
        PackageThrottleEvents = 4,
        ContainerThrottledMs = 5,
        FirmwareThrottleBits = 0x50000,
        Collections = 1,
    };

    [Fact]
    public void Of_machine_that_stays_as_it_is_flags_nothing()
    {
        Assert.Empty(BlockFlags.Of(Calm, Calm));
        Assert.Empty(BlockFlags.Of(new MachineState(), new MachineState()));
        Assert.Empty(BlockFlags.Of(new MachineState { Collections = 1 }, Calm));
        Assert.Empty(BlockFlags.Of(Calm, new MachineState { Collections = 1 }));
    }

    [Fact]
    public void Of_says_everything_that_may_slow_a_block()
    {
        var after = Calm with
        {
            StealMs = 20,
            InvoluntaryContextSwitches = 2,
            Frequency = new FrequencyRange(900_000, 900_000, 900_000),
            CoreThrottleEvents = 4,
            Collections = 2,
        };
        Assert.Equal(["steal", "preempted", "frequency-change", "throttled", "gc"], BlockFlags.Of(Calm, after));
    }

    [Fact]
    public void Of_every_kind_of_throttling_is_throttled()
    {
        MachineState[] throttled =
        [
            Calm with { CoreThrottleEvents = 4 },
            Calm with { PackageThrottleEvents = 5 },
            Calm with { ContainerThrottledMs = 6 },
            Calm with { FirmwareThrottleBits = 0x50004 },
            Calm with { FirmwareThrottleBits = 0xD0000 },
        ];
        Assert.All(throttled, after => Assert.Equal(["throttled"], BlockFlags.Of(Calm, after)));
    }

    [Theory]
    [InlineData(1_010_000, false)]
    [InlineData(1_010_001, true)]
    [InlineData(990_000, false)]
    [InlineData(989_999, true)]
    public void Of_frequency_counts_as_changed_beyond_one_percent(long khz, bool flagged) =>
        Assert.Equal(flagged, BlockFlags.Of(Calm, Calm with { Frequency = new FrequencyRange(khz, khz, khz) }).Contains("frequency-change"));
}
