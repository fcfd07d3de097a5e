using Grpc.Core;
using LatBench.Contracts.Transport;

namespace LatBench.DeviceAgent.Coordination;

/// <summary>Classifies and describes failed calls for the agent.</summary>
internal static class CallFailure
{
    /// <summary>Asking again later may help: the coordinator is unavailable, overloaded or had an internal error.</summary>
    public static bool IsTransient(this RpcException exception) => exception.StatusCode is
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted
        or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;

    /// <summary>The credential is not accepted, now or ever.</summary>
    public static bool IsRefusedCredential(this RpcException exception) =>
        exception.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    /// <summary>The reason where the connection failed for a known one, else status and the coordinator's own words.</summary>
    public static string Describe(this RpcException exception) =>
        ConnectionException.Explain(exception)?.TrimEnd('.') ?? $"{exception.StatusCode}: {exception.Status.Detail}";
}
