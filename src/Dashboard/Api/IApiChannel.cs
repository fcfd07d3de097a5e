using Grpc.Core;

namespace LatBench.Dashboard.Api;

/// <summary>The API of the coordinator that serves the dashboard. Pages call it as every other client does: under the same roles, limits and audit log.</summary>
public interface IApiChannel
{
    /// <summary>Gets an invoker whose calls carry a token.</summary>
    /// <param name="secret">The secret of the token.</param>
    /// <param name="peer">The address of the browser, for the audit log; null where none waits for the call.</param>
    CallInvoker As(string secret, string? peer);
}
