using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>The log messages of enrolment; event ids 1000 to 1099.</summary>
internal static partial class EnrolmentLog
{
    [LoggerMessage(1001, LogLevel.Information, "Enrolled as {Device} at {Server}.")]
    public static partial void Enrolled(ILogger logger, string device, Uri server);

    [LoggerMessage(1002, LogLevel.Information, "Known as {Device} at {Server}.")]
    public static partial void Described(ILogger logger, string device, Uri server);

    [LoggerMessage(1003, LogLevel.Warning, "The coordinator at {Server} does not answer ({Reason}); trying again.")]
    public static partial void Waiting(ILogger logger, Uri server, string reason);
}
