using LatBench.Dashboard.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>The addresses that HTTP and gRPC are served at, as bound.</summary>
internal sealed class BoundAddresses(IServer server) : IApiAddress
{
    private const int Http = 0;
    private const int Api = 1;

    /// <summary>Gets the port of HTTP.</summary>
    public int HttpPort => At(Http).Port;

    /// <inheritdoc/>
    public Uri Grpc(string host) => new UriBuilder(At(Api)) { Host = host }.Uri;

    /// <summary>Gets an address in the order in which they were configured.</summary>
    private Uri At(int index) => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index));
}
