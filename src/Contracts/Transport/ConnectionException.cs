using System.Net.Sockets;
using Grpc.Core;

namespace LatBench.Contracts.Transport;

/// <summary>Thrown when a connection fails for a reason that is known; the message is one sentence that says what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="cause">The failure as .NET tells it.</param>
/// <param name="error">Its kind.</param>
public sealed class ConnectionException(string message, Exception cause, HttpRequestError error) : HttpRequestException(error, message, cause)
{
    /// <summary>Returns the message of the one that made a gRPC call fail; null where the call failed for another reason.</summary>
    public static string? Explain(RpcException call)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var cause = call.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectionException connection)
                return connection.Message;
        }

        return null;
    }
}

/// <summary>Turns a failed connection into one sentence where the proxy, or TLS on one side only, is the reason.</summary>
internal sealed class ConnectionDiagnosis(HttpMessageHandler inner, ProxyRule proxies) : DelegatingHandler(inner)
{
    /// <summary>A server that has answered speaks the right protocol: later failures have other reasons.</summary>
    private volatile bool _hasAnswered;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            _hasAnswered = true;
            return response;
        }
        catch (HttpRequestException exception) when (proxies.Find(request.RequestUri!) is { } proxy)
        {
            throw Through(proxy, request.RequestUri!, exception, exception.HttpRequestError);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && proxies.Find(request.RequestUri!) is { } proxy)
        {
            throw Through(proxy, request.RequestUri!, exception.InnerException, HttpRequestError.ConnectionError);
        }
        catch (HttpRequestException exception) when (!_hasAnswered && MayBeTls(exception))
        {
            if (await TlsProbe.ExplainAsync(request.RequestUri!, cancellationToken).ConfigureAwait(false) is { } sentence)
                throw new ConnectionException(sentence, exception, exception.HttpRequestError);
            throw;
        }
    }

    /// <summary>A host that is not found, or does not take the connection, speaks nothing.</summary>
    private static bool MayBeTls(HttpRequestException exception) =>
        exception.HttpRequestError != HttpRequestError.NameResolutionError && exception.InnerException is not SocketException;

    // The runtime's own text for a refused tunnel holds the credentials of the proxy.
    private static ConnectionException Through(EnvironmentProxy proxy, Uri destination, Exception exception, HttpRequestError error)
    {
        var reason = error == HttpRequestError.ProxyTunnelError && exception is HttpRequestException { StatusCode: { } status }
            ? $"it answers with HTTP status {(int)status}"
            : exception.Message.TrimEnd('.');
        return new ConnectionException(
            $"{destination.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} cannot be reached through {proxy} ({reason}): have the proxy let it through, or put {destination.Host} into NO_PROXY.",
            exception,
            error);
    }
}
