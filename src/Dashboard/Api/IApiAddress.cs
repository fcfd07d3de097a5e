namespace LatBench.Dashboard.Api;

/// <summary>The address at which agents and clients reach the API of the coordinator that serves the dashboard.</summary>
public interface IApiAddress
{
    /// <summary>Gets the address for gRPC, as it is seen by a browser that reaches the coordinator under a name.</summary>
    /// <param name="host">The name or the address in the browser's request.</param>
    Uri Grpc(string host);
}
