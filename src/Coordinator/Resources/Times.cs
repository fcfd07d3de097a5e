using Google.Protobuf.WellKnownTypes;

namespace LatBench.Coordinator.Resources;

/// <summary>Times on the wire.</summary>
internal static class Times
{
    /// <summary>The timestamp; null stays absent.</summary>
    public static Timestamp? ToTimestampOrNull(this DateTimeOffset? time) => time is { } t ? Timestamp.FromDateTimeOffset(t) : null;

    /// <summary>The time of a timestamp; null where it is absent or no valid time.</summary>
    public static DateTimeOffset? ToTimeOrNull(this Timestamp? time)
    {
        try
        {
            return time?.ToDateTimeOffset();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The span of a duration; null where it is absent or no valid duration.</summary>
    public static TimeSpan? ToTimeSpanOrNull(this Duration? duration)
    {
        try
        {
            return duration?.ToTimeSpan();
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException)
        {
            return null;
        }
    }
}
