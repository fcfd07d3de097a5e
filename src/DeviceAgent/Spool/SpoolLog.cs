using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Spool;

/// <summary>The log messages of the spool; event ids 5000 to 5099.</summary>
internal static partial class SpoolLog
{
    [LoggerMessage(5001, LogLevel.Debug, "The result of {Job} is delivered; it counts: {Counted}.")]
    public static partial void Delivered(ILogger logger, string job, bool counted);

    [LoggerMessage(5002, LogLevel.Debug, "The failure of {Job} is delivered; it will be tried again: {WillRetry}.")]
    public static partial void FailureDelivered(ILogger logger, string job, bool willRetry);

    [LoggerMessage(5003, LogLevel.Warning, "The report {File} could not be delivered and stays in the spool ({Reason}).")]
    public static partial void Postponed(ILogger logger, string file, string reason);

    [LoggerMessage(5004, LogLevel.Error, "The coordinator will not take the report {File} ({Reason}); it lies in spool/refused.")]
    public static partial void Refused(ILogger logger, string file, string reason);
}
