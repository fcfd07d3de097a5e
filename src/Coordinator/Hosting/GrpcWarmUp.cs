using System.Net;
using LatBench.Contracts.Transport;

namespace LatBench.Coordinator.Hosting;

/// <summary>
/// A gRPC call that the coordinator makes to itself before it reports readiness, to compile the hot path. The first call takes
/// half a second longer on a small machine, and no agent has to wait for that after a restart.
/// </summary>
internal static class GrpcWarmUp
{
    private const string HealthCheck = "/grpc.health.v1.Health/Check";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks for the health over gRPC. The result is ignored: with TLS it fails where the certificate is not for this address, or clients need one.</summary>
    /// <param name="address">The address that gRPC is served at, as bound.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(string address, CancellationToken cancellationToken)
    {
        using var client = HttpConnections.CreateClient(proxy: ProxyUse.Never);
        client.Timeout = Timeout;
        using var request = new HttpRequestMessage(HttpMethod.Post, Loopback(address) + HealthCheck)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // An empty message: not compressed, no bytes.
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The call was only made to compile the hot path before readiness: whether other calls succeed is found out when they are made.
        }
    }

    /// <summary>Every address of the machine is also this one.</summary>
    private static string Loopback(string address)
    {
        var uri = new UriBuilder(address);
        uri.Host = uri.Host switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", _ => uri.Host };
        return uri.Uri.GetLeftPart(UriPartial.Authority);
    }
}
