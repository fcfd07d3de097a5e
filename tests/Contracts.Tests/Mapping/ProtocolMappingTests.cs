using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Measurements;

namespace LatBench.Contracts.Tests.Mapping;

public sealed class ProtocolMappingTests
{
    [Fact]
    public void Zero_fields_take_their_defaults()
    {
        Assert.Equal(new MeasurementProtocol(), new V1.Protocol().ToDomain());
        Assert.Equal(new MeasurementProtocol(), ((V1.Protocol?)null).ToDomain());
    }

    [Fact]
    public void Round_trip_keeps_everything()
    {
        var protocol = new MeasurementProtocol
        {
            MinPasses = 7,
            MaxPasses = 9,
            MaxRelativeError = 0.5,
            MinBlockDuration = TimeSpan.FromMilliseconds(3),
            MinBlockSamples = 11,
            MaxWarmUpInferences = 13,
            Seed = 17,
            ModelTimeout = TimeSpan.FromSeconds(19),
        };

        Assert.Equal(protocol, protocol.ToProto().ToDomain());
    }

    [Fact]
    public void A_bound_given_alone_moves_the_default_of_the_other()
    {
        Assert.Equal(100, new V1.Protocol { MinPasses = 100 }.ToDomain().MaxPasses);
        Assert.Equal(3, new V1.Protocol { MaxPasses = 3 }.ToDomain().MinPasses);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, 2_000_000_000)]
    [InlineData(long.MinValue, 0)]
    [InlineData(1, int.MinValue)]
    public void Durations_beyond_reason_are_not_readable(long seconds, int nanos)
    {
        var message = new V1.Protocol { ModelTimeout = new Duration { Seconds = seconds, Nanos = nanos } };

        Assert.False(ProtocolMapping.HasReadableDurations(message));
    }
}
