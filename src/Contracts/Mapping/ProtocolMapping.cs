using Google.Protobuf.WellKnownTypes;
using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Protocol settings between the wire and the domain.</summary>
public static class ProtocolMapping
{
    /// <summary>The message for settings, every field filled in.</summary>
    public static V1.Protocol ToProto(this MeasurementProtocol protocol) => new()
    {
        Name = MeasurementProtocol.Name,
        MinPasses = protocol.MinPasses,
        MaxPasses = protocol.MaxPasses,
        MaxRelativeError = protocol.MaxRelativeError,
        MinBlockDuration = Duration.FromTimeSpan(protocol.MinBlockDuration),
        MinBlockSamples = protocol.MinBlockSamples,
        MaxWarmUpInferences = protocol.MaxWarmUpInferences,
        Seed = protocol.Seed,
        ModelTimeout = Duration.FromTimeSpan(protocol.ModelTimeout),
        MinSpread = Duration.FromTimeSpan(protocol.MinSpread),
    };

    /// <summary>
    /// The settings of a message: a field left at zero takes its default, and a default <c>max_passes</c> is
    /// raised to <c>min_passes</c> where that is larger. Ranges are <c>ProtocolValidator</c>'s business.
    /// </summary>
    public static MeasurementProtocol ToDomain(this V1.Protocol? message)
    {
        var defaults = new MeasurementProtocol();
        if (message is null)
            return defaults;

        var minPasses = OrDefault(message.MinPasses, defaults.MinPasses);
        return new MeasurementProtocol
        {
            MinPasses = message.MinPasses == 0 && message.MaxPasses > 0 ? Math.Min(minPasses, message.MaxPasses) : minPasses,
            MaxPasses = OrDefault(message.MaxPasses, Math.Max(minPasses, defaults.MaxPasses)),
            MaxRelativeError = message.MaxRelativeError == 0 ? defaults.MaxRelativeError : message.MaxRelativeError,
            MinBlockDuration = message.MinBlockDuration?.ToTimeSpan() ?? defaults.MinBlockDuration,
            MinBlockSamples = OrDefault(message.MinBlockSamples, defaults.MinBlockSamples),
            MaxWarmUpInferences = OrDefault(message.MaxWarmUpInferences, defaults.MaxWarmUpInferences),
            Seed = message.Seed == 0 ? defaults.Seed : message.Seed,
            ModelTimeout = message.ModelTimeout?.ToTimeSpan() ?? defaults.ModelTimeout,
            MinSpread = message.MinSpread?.ToTimeSpan() ?? defaults.MinSpread,
        };
    }

    /// <summary>Determines whether the durations of a message are valid and within range, which <c>ToDomain</c> requires.</summary>
    public static bool HasReadableDurations(V1.Protocol? message) =>
        IsReadable(message?.MinBlockDuration) && IsReadable(message?.ModelTimeout) && IsReadable(message?.MinSpread);

    private static bool IsReadable(Duration? duration)
    {
        // TimeSpan holds a little more than 10,000 days; a protocol needs hours at most.
        const long MaxSeconds = 1_000_000;
        return duration is null or { Seconds: >= 0 and <= MaxSeconds, Nanos: >= 0 and <= 999_999_999 };
    }

    private static int OrDefault(int value, int fallback) => value == 0 ? fallback : value;
}
