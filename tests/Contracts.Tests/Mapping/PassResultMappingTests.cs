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
    public void Validate_missing_result_says_so() => Assert.Equal("result", Assert.Single(PassResultValidator.Validate(null)).Field);
}
