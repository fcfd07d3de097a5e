using Grpc.Core;
using LatBench.Dashboard.Api;

namespace LatBench.Coordinator.Mcp;

/// <summary>The services of the API, called as the caller of the current request: under its role, its limits, and in the audit log.</summary>
internal sealed class McpApi(IApiChannel channel, IHttpContextAccessor accessor) : ApiServices
{
    /// <inheritdoc/>
    protected override CallInvoker Open()
    {
        var caller = McpCaller.Of(accessor.HttpContext!);
        return channel.As(caller.Secret, caller.Peer);
    }
}
