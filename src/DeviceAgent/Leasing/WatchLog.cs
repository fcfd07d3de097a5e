using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The log messages of monitoring the machine; event ids 2100 to 2199.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(2101, LogLevel.Warning, "--max-start-temperature is {Celsius}, but this machine tells no temperature: nothing is waited for.")]
    public static partial void NoTemperature(ILogger logger, double celsius);

    [LoggerMessage(2102, LogLevel.Warning, "The machine is still hotter than {Celsius} °C after {Seconds} s; models are measured all the same and flagged 'hot'.")]
    public static partial void StillHot(ILogger logger, double seconds, double celsius);

    [LoggerMessage(2103, LogLevel.Warning, "The runner has the priority nice {Priority}, not {Wished}, because this account may not raise it; run as root, with CAP_SYS_NICE, or with LimitNICE=-10.")]
    public static partial void OrdinaryPriority(ILogger logger, int priority, int wished);
}
