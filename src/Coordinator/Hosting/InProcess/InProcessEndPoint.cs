using System.Net;
using System.Net.Sockets;

namespace LatBench.Coordinator.Hosting.InProcess;

/// <summary>The address of the coordinator within its own process.</summary>
internal sealed class InProcessEndPoint : EndPoint
{
    /// <inheritdoc/>
    public override AddressFamily AddressFamily => AddressFamily.Unspecified;

    /// <inheritdoc/>
    public override string ToString() => "in-process";
}
