using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Running;

/// <summary>The log messages of the supervisor of runners; event ids 4000 to 4099.</summary>
internal static partial class SupervisorLog
{
    [LoggerMessage(4001, LogLevel.Debug, "Runner process {ProcessId} started with ONNX Runtime {RuntimeVersion}.")]
    public static partial void Started(ILogger logger, int processId, string runtimeVersion);

    [LoggerMessage(4002, LogLevel.Warning, "{Failure}")]
    public static partial void Crashed(ILogger logger, string failure);

    [LoggerMessage(4003, LogLevel.Warning, "A model ran past its limit of {Seconds} s; its runner was ended.")]
    public static partial void TimedOut(ILogger logger, double seconds);
}
