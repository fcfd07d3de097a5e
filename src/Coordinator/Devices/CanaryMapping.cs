using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Measurements;

namespace LatBench.Coordinator.Devices;

/// <summary>Readings of the canary between the wire and the store.</summary>
internal static class CanaryMapping
{
    /// <summary>The filter of a request.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT where a time is not valid.</exception>
    public static CanaryFilter ToFilter(this ListCanaryReadingsRequest request, string deviceId) => new(
        deviceId,
        request.Target.Length == 0 ? null : request.Target,
        Time(request.StartTime, "start_time"),
        Time(request.EndTime, "end_time"));

    /// <summary>The message for a reading.</summary>
    public static CanaryReading ToProto(StoredCanaryReading stored)
    {
        var (reading, conditions) = (stored.Reading, stored.Conditions);
        var message = new CanaryReading
        {
            Time = reading.Time.ToTimestamp(),
            LatencyMs = reading.Latency.Milliseconds,
            Target = stored.Target,
            Measurement = ResourceName.Measurement(stored.MeasurementId),
            Flags = { conditions.Flags },
        };
        if (reading.Contended is { } contended)
            message.Contended = contended;
        if (conditions.TemperatureMillidegrees is { } temperature)
            message.TemperatureMillidegrees = temperature;
        if (conditions.FrequencyKhz is { } frequency)
            message.FrequencyKhz = frequency;
        if (conditions.LoadAverage1m is { } load)
            message.LoadAverage1M = load;
        if (conditions.Governor is { } governor)
            message.Governor = governor;
        return message;
    }

    /// <summary>The token of the page after a reading.</summary>
    public static string Token(CanaryPosition position) =>
        Paging.Token(string.Create(CultureInfo.InvariantCulture, $"{position.Time.UtcTicks}/{position.PassId}"));

    /// <summary>The last reading of the page before; null for the first page.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT where it is no token of such a list.</exception>
    public static CanaryPosition? ParseToken(string token)
    {
        if (Paging.After(token) is not { } text)
            return null;
        return text.Split('/') is [var ticks, var pass]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(pass, NumberStyles.None, CultureInfo.InvariantCulture, out var passId)
            ? new CanaryPosition(new DateTimeOffset(time, TimeSpan.Zero), passId)
            : throw Paging.Forged();
    }

    private static DateTimeOffset? Time(Timestamp? time, string field) =>
        time is null ? null : time.ToTimeOrNull() ?? throw RpcErrors.InvalidArgument(field, "The time is not a valid one: years 1 to 9999.");
}
