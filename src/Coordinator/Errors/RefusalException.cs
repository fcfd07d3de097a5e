using Grpc.Core;

namespace LatBench.Coordinator.Errors;

/// <summary>A request that cannot be served, with a reason that a program can tell apart; becomes a status with google.rpc.ErrorInfo.</summary>
/// <param name="code">The status.</param>
/// <param name="reason">Upper snake case, listed in the contract.</param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="violations">The fields at fault, where they can be named.</param>
internal sealed class RefusalException(StatusCode code, string reason, string message, IReadOnlyList<(string Field, string Message)>? violations = null)
    : Exception(message)
{
    /// <summary>The status.</summary>
    public StatusCode Code { get; } = code;

    /// <summary>The reason, as the contract lists it.</summary>
    public string Reason { get; } = reason;

    /// <summary>The fields at fault.</summary>
    public IReadOnlyList<(string Field, string Message)> Violations { get; } = violations ?? [];
}
