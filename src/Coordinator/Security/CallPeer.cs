using Grpc.Core;

namespace LatBench.Coordinator.Security;

/// <summary>The address that a call comes from: that of the browser, where a page of the dashboard made the call for it.</summary>
internal static class CallPeer
{
    /// <summary>The header in which the dashboard names the browser. It is believed on connections within the process alone, which have no address.</summary>
    public const string Header = "latbench-peer";

    /// <summary>Gets the address of a call.</summary>
    public static string Of(ServerCallContext context) =>
        context.GetHttpContext().Connection.RemoteIpAddress is null && context.RequestHeaders.GetValue(Header) is { } browser ? browser : context.Peer;
}
