using LatBench.Hosting;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The log messages of the agent's loop.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(EventIds.JobsLeased, LogLevel.Debug, "Leased {Count} jobs.")]
    public static partial void Leased(ILogger logger, int count);

    [LoggerMessage(EventIds.JobFailed, LogLevel.Warning, "{Job} failed ({Reason}): {Failure}")]
    public static partial void Failed(ILogger logger, string job, FailureReason reason, string failure);

    [LoggerMessage(EventIds.LeasesLost, LogLevel.Information, "{Count} leases are not held any more; their jobs are dropped.")]
    public static partial void Lost(ILogger logger, int count);

    [LoggerMessage(EventIds.LeasesNotRenewed, LogLevel.Warning, "The leases could not be renewed ({Reason}); the jobs are measured all the same.")]
    public static partial void NotRenewed(ILogger logger, string reason);

    [LoggerMessage(EventIds.CoordinatorUnreachable, LogLevel.Warning, "The coordinator at {Server} does not answer ({Reason}); trying again.")]
    public static partial void Waiting(ILogger logger, Uri server, string reason);

    [LoggerMessage(EventIds.AgentPaused, LogLevel.Warning, "The agent pauses: {Reason}.")]
    public static partial void Paused(ILogger logger, string reason);

    [LoggerMessage(EventIds.AgentResumed, LogLevel.Information, "The agent goes on after a pause of {Seconds} s.")]
    public static partial void GoesOn(ILogger logger, double seconds);

    [LoggerMessage(EventIds.CoordinatorReached, LogLevel.Information, "The coordinator at {Server} answers again after {Seconds} s.")]
    public static partial void Reached(ILogger logger, Uri server, double seconds);

    [LoggerMessage(EventIds.ReportsLeftInSpool, LogLevel.Warning, "The coordinator could not be told everything; finished results stay in the spool for the next start.")]
    public static partial void LeftInSpool(ILogger logger);
}
