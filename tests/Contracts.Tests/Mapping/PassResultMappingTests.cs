using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Measurements;

namespace LatBench.Contracts.Tests.Mapping;

public sealed class PassResultMappingTests
{
    private static readonly PassResult Full = new()
    {
        SamplesNs = [810_123, 809_999, 1_400_000],
        WarmUpNs = [2_000_000, 900_000],
        SessionCreation = Latency.FromNanoseconds(15_000_000),
        PeakMemoryBytes = 88_000_000,
        ClockNs = 16_100,
        ReferenceClockNs = 16_000,
        Contended = true,
        StartTime = DateTimeOffset.Parse("2001-02-03T04:05:06.789Z", CultureInfo.InvariantCulture),
        EndTime = DateTimeOffset.Parse("2001-02-03T04:05:07Z", CultureInfo.InvariantCulture),
        Conditions = new Conditions
        {
            RuntimeVersion = "1.2.3",
            AgentVersion = "0.1.0",
            Governor = "performance",
            FrequencyKhz = 3_000_000,
            TemperatureMillidegrees = 45_000,
            LoadAverage1m = 0.5,
            StealMs = 10,
            InvoluntaryContextSwitches = 2,
            AvailableMemoryBytes = 1_000_000,
            CpuAffinity = [1],
            ContainerCpuLimit = 1.5,
            SessionOptions = ["a=1", "b=2"],
            Kernel = "6.1",
            Flags = ["steal"],
            CpuModel = "Some CPU",
            FrequencyBefore = new FrequencyRange(1, 2, 3),
            FrequencyAfter = new FrequencyRange(4, 5, 6),
            TemperatureBeforeMillidegrees = 44_000,
            CoreThrottleEvents = 1,
            PackageThrottleEvents = 2,
            ContainerThrottledMs = 3,
            FirmwareThrottleBits = 0x50005,
            ContainerMemoryLimitBytes = 1L << 33,
            Turbo = false,
            Smt = true,
            Priority = -10,
            Protocol = "latbench/1",
            ExecutionProvider = "cuda",
            ProviderVersion = "12.4",
            ClockSource = "tsc",
            TransparentHugePages = "madvise",
            PowerMode = "MAXN",
            ClockJumpMs = -3_600_000,
            CoolDownMs = 1_500,
            FirmwareFrequencyKhz = 1_500_398,
            ToolsReadAt = DateTimeOffset.Parse("2001-02-03T04:05:00Z", CultureInfo.InvariantCulture),
            Gpus =
            [
                new GpuConditions
                {
                    Name = "Some GPU",
                    DriverVersion = "550.54",
                    PerformanceState = "P0",
                    TemperatureMillidegrees = 51_000,
                    GraphicsClockKhz = 1_980_000,
                    MemoryClockKhz = 2_619_000,
                    PowerLimitMilliwatts = 700_000,
                    ThrottleReasons = ["sw-power-cap"],
                },
                new GpuConditions { Name = "Silent GPU" },
            ],
            InferencesPerSample = 20,
            Emulated = true,
            Browser = new BrowserConditions
            {
                UserAgent = "Mozilla/5.0 (Android 16; Mobile)",
                CrossOriginIsolated = true,
                TimerStepNs = 5_000,
                Simd = true,
                Threads = 2,
                GpuAdapter = "qualcomm adreno-7xx",
                BatteryLevel = 0.85,
                Charging = false,
                ComputePressure = "fair",
                DeviceMemoryGib = 8,
            },
        },
    };

    [Fact]
    public void Round_trip_keeps_everything()
    {
        var back = V1.PassResult.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(Full.ToProto())).ToDomain();

        Assert.Equivalent(Full, back, strict: true);
    }

    [Fact]
    public void Absent_sources_stay_null()
    {
        var bare = Full with { PeakMemoryBytes = null, Conditions = new Conditions { RuntimeVersion = "1", AgentVersion = "1" } };

        var back = bare.ToProto().ToDomain();

        Assert.Null(back.PeakMemoryBytes);
        Assert.Null(back.Conditions.Governor);
        Assert.Null(back.Conditions.StealMs);
        Assert.Null(back.Conditions.LoadAverage1m);
        Assert.Null(back.Conditions.ContainerCpuLimit);
        Assert.Equivalent(bare.Conditions, back.Conditions, strict: true);
    }

    [Fact]
    public void Validate_good_result_finds_nothing() => Assert.Empty(PassResultValidator.Validate(Full.ToProto()));

    [Fact]
    public void Validate_names_the_field_of_every_fault()
    {
        var message = Full.ToProto();
        message.SamplesNs.Clear();
        message.WarmUpNs.Add(-1);
        message.SessionCreationNs = -5;
        message.StartTime = null;
        message.EndTime = new Timestamp { Seconds = long.MaxValue };
        message.Conditions = null;

        var fields = PassResultValidator.Validate(message).Select(fault => fault.Field);

        Assert.Equal(
            ["result.samples_ns", "result.warm_up_ns", "result.session_creation_ns", "result.start_time", "result.end_time", "result.conditions"],
            fields);
    }

    [Fact]
    public void Validate_browser_names_the_field_of_every_fault()
    {
        var message = Full.ToProto();
        message.Conditions.InferencesPerSample = 0;
        message.Conditions.Browser = new V1.BrowserConditions { UserAgent = "a\u001b", TimerStepNs = 0, Threads = 0, BatteryLevel = double.NaN, DeviceMemoryGib = double.PositiveInfinity, GpuAdapter = new string('a', 501) };

        var fields = PassResultValidator.Validate(message).Select(fault => fault.Field["result.conditions.".Length..]);

        Assert.Equal(
            ["inferences_per_sample", "browser.user_agent", "browser.gpu_adapter", "browser.timer_step_ns", "browser.threads", "browser.battery_level", "browser.device_memory_gib"],
            fields);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1_000_000_000, true)]
    [InlineData(1_000_000_001, false)]
    public void Validate_clock_has_its_range(long clockNs, bool good)
    {
        var message = Full.ToProto();
        message.ClockNs = clockNs;
        var faults = PassResultValidator.Validate(message);
        if (good) Assert.Empty(faults);
        else Assert.Equal(("result.clock_ns", $"{clockNs} ns is out of range; 1 to 1000000000 is allowed."), Assert.Single(faults));
    }

    [Fact]
    public void Validate_end_before_the_start_is_a_fault()
    {
        var message = Full.ToProto();
        message.EndTime = message.StartTime - Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1));
        Assert.Equal("result.end_time", Assert.Single(PassResultValidator.Validate(message)).Field);
    }

    [Fact]
    public void Validate_conditions_that_are_no_numbers_or_times_are_faults()
    {
        var message = Full.ToProto();
        message.Conditions.LoadAverage1M = double.NaN;
        message.Conditions.ContainerCpuLimit = double.PositiveInfinity;
        message.Conditions.ToolsReadTime = new Timestamp { Nanos = -1 };
        Assert.Equal(
            ["result.conditions.load_average_1m", "result.conditions.container_cpu_limit", "result.conditions.tools_read_time"],
            PassResultValidator.Validate(message).Select(fault => fault.Field));
    }

    [Fact]
    public void Validate_missing_result_says_so() => Assert.Equal("result", Assert.Single(PassResultValidator.Validate(null)).Field);
}
