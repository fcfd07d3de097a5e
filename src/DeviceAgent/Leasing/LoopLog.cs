using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The log messages of the agent's loop; event ids 2000 to 2099.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(2001, LogLevel.Debug, "Leased {Count} jobs.")]
    public static partial void Leased(ILogger logger, int count);

    [LoggerMessage(2002, LogLevel.Warning, "{Job} failed ({Reason}): {Failure}")]
    public static partial void Failed(ILogger logger, string job, FailureReason reason, string failure);

    [LoggerMessage(2003, LogLevel.Information, "{Count} leases are not held any more; their jobs are dropped.")]
    public static partial void Lost(ILogger logger, int count);

    [LoggerMessage(2004, LogLevel.Warning, "The leases could not be renewed ({Reason}); the jobs are measured all the same.")]
    public static partial void NotRenewed(ILogger logger, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "The coordinator at {Server} does not answer ({Reason}); trying again.")]
    public static partial void Waiting(ILogger logger, Uri server, string reason);

    [LoggerMessage(2007, LogLevel.Warning, "The agent pauses: {Reason}.")]
    public static partial void Paused(ILogger logger, string reason);

    [LoggerMessage(2008, LogLevel.Information, "The agent goes on after a pause of {Seconds} s.")]
    public static partial void GoesOn(ILogger logger, double seconds);

    [LoggerMessage(2009, LogLevel.Information, "The coordinator at {Server} answers again after {Seconds} s.")]
    public static partial void Reached(ILogger logger, Uri server, double seconds);

    [LoggerMessage(2006, LogLevel.Warning, "The coordinator could not be told everything; finished results stay in the spool for the next start.")]
    public static partial void LeftInSpool(ILogger logger);
}
