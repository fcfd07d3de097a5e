using Google.Protobuf.WellKnownTypes;
using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Pass results between the wire and the domain.</summary>
public static class PassResultMapping
{
    /// <summary>The message for a pass result.</summary>
    public static V1.PassResult ToProto(this PassResult result)
    {
        var message = new V1.PassResult
        {
            SessionCreationNs = (long)result.SessionCreation.Nanoseconds,
            StartTime = Timestamp.FromDateTimeOffset(result.StartTime),
            EndTime = Timestamp.FromDateTimeOffset(result.EndTime),
            Conditions = result.Conditions.ToProto(),
        };
        message.SamplesNs.AddRange(result.SamplesNs);
        message.WarmUpNs.AddRange(result.WarmUpNs);
        message.CanaryNs.AddRange(result.CanaryNs);
        if (result.PeakMemoryBytes is { } peak)
            message.PeakMemoryBytes = peak;
        if (result.ClockNs is { } clock)
            message.ClockNs = clock;
        if (result.ReferenceClockNs is { } reference)
            message.ReferenceClockNs = reference;
        if (result.Contended is { } contended)
            message.Contended = contended;

        return message;
    }

    /// <summary>The pass result of a message that <see cref="PassResultValidator"/> found no fault with.</summary>
    public static PassResult ToDomain(this V1.PassResult message) => new()
    {
        SamplesNs = [.. message.SamplesNs],
        WarmUpNs = [.. message.WarmUpNs],
        CanaryNs = [.. message.CanaryNs],
        SessionCreation = Latency.FromNanoseconds(message.SessionCreationNs),
        PeakMemoryBytes = message.HasPeakMemoryBytes ? message.PeakMemoryBytes : null,
        ClockNs = message.HasClockNs ? message.ClockNs : null,
        ReferenceClockNs = message.HasReferenceClockNs ? message.ReferenceClockNs : null,
        Contended = message.HasContended ? message.Contended : null,
        StartTime = message.StartTime.ToDateTimeOffset(),
        EndTime = message.EndTime.ToDateTimeOffset(),
        Conditions = message.Conditions.ToDomain(),
    };
}
