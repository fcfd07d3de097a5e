using LatBench.Dashboard.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>The address of gRPC: the port that the coordinator has bound, second after that of HTTP.</summary>
internal sealed class ApiAddress(IServer server) : IApiAddress
{
    /// <inheritdoc/>
    public Uri Grpc(string host)
    {
        var bound = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(1));
        return new UriBuilder(bound) { Host = host }.Uri;
    }
}
