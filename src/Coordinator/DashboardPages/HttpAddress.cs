using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>The address that HTTP is served at, as bound.</summary>
internal sealed class HttpAddress(IServer server)
{
    /// <summary>Gets the port.</summary>
    public int Port => BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
