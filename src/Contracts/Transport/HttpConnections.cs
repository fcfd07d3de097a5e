using System.Net.Security;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace LatBench.Contracts.Transport;

/// <summary>
/// Makes every HTTP client and gRPC channel of LatBench. This machine, and gRPC in clear text, are reached directly, whatever variables name a proxy; https, and HTTP to
/// other machines, go as the environment says. A failure that has to do with the proxy or with TLS is a <see cref="ConnectionException"/>.
/// </summary>
public static class HttpConnections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a channel to a gRPC server.</summary>
    /// <param name="address">Scheme, host and port.</param>
    /// <param name="tls">TLS of an https address; null for the authorities of the machine.</param>
    /// <param name="configure">Sets further options of the channel, but not its handler.</param>
    public static GrpcChannel OpenChannel(Uri address, SslClientAuthenticationOptions? tls = null, Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        var proxy = new ProxyRule(ProxyUse.EncryptedOnly);
        var handler = Handler(tls, proxy);
        // Otherwise the channel would open the connections itself, and know no proxy.
        if (!proxy.IsBypassed(address))
            handler.ConnectCallback = ConnectAsync;
        options.HttpHandler = new ConnectionDiagnosis(handler, proxy);
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress(address, options);
    }

    /// <summary>Makes a channel to a gRPC server in this process.</summary>
    /// <param name="connect">Opens a connection.</param>
    public static GrpcChannel OpenInProcessChannel(Func<Stream> connect) => GrpcChannel.ForAddress("http://in-process", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true, ConnectCallback = (_, _) => new ValueTask<Stream>(connect()) },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = null,
    });

    /// <summary>Makes a client for plain HTTP. It does not follow redirects.</summary>
    /// <param name="tls">TLS of https addresses; null for the authorities of the machine.</param>
    /// <param name="proxy">The addresses that are reached through a proxy.</param>
    public static HttpClient CreateClient(SslClientAuthenticationOptions? tls = null, ProxyUse proxy = ProxyUse.Environment)
    {
        var rule = new ProxyRule(proxy);
        return new HttpClient(new ConnectionDiagnosis(Handler(tls, rule), rule));
    }

    private static SocketsHttpHandler Handler(SslClientAuthenticationOptions? tls, ProxyRule proxy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            Proxy = proxy,
        };
        if (tls is not null)
            handler.SslOptions = tls;
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
