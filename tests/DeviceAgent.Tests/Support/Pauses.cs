using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Leasing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>Pauses of an agent without a coordinator.</summary>
internal static class Pauses
{
    public static PauseReporter None() => To([]);

    /// <summary>Reports to a list.</summary>
    public static PauseReporter To(List<(PauseReason Reason, string Message)> told, TimeProvider? clock = null, ILogger? logger = null) => new(
        (reason, message, _) =>
        {
            told.Add((reason, message));
            return Task.CompletedTask;
        },
        clock ?? TimeProvider.System,
        logger ?? NullLogger.Instance);
}
