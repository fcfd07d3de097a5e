using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LatBench.Contracts.Transport;

/// <summary>Finds out whether a port that could not be talked to speaks TLS where clear text was asked for, or the reverse.</summary>
internal static class TlsProbe
{
    private const int SettingsFrame = 4;
    private const int GoAwayFrame = 7;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>The beginning of a connection in HTTP/2; a server that speaks HTTP/1 only refuses it, in one protocol or the other.</summary>
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, SettingsFrame, 0, 0, 0, 0, 0];

    /// <summary>Returns a sentence where the scheme of <paramref name="address"/> is the wrong one for its port; null where it is not, or nothing can be told.</summary>
    public static async Task<string?> ExplainAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var authority = address.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped);
            var speaksTls = await SpeaksTlsAsync(address, limit.Token).ConfigureAwait(false);
            if (address.Scheme == Uri.UriSchemeHttp)
                return speaksTls ? $"The port at http://{authority} speaks TLS and not clear text: write https://{authority}." : null;
            return !speaksTls && await SpeaksClearTextAsync(address, limit.Token).ConfigureAwait(false)
                ? $"The port at https://{authority} speaks clear text and not TLS: write http://{authority}, or have the server use TLS."
                : null;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A server that shows a certificate speaks TLS, whatever the certificate is worth.</summary>
    private static async Task<bool> SpeaksTlsAsync(Uri address, CancellationToken cancellationToken)
    {
        var hasCertificate = false;
        using var socket = await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var stream = new SslStream(socket.GetStream());
        await using var _ = stream.ConfigureAwait(false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                hasCertificate = certificate is not null;
                // Nothing is sent over this connection, so it need not come about.
                return false;
            },
        };
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // A certificate that was shown before the failure counts.
        }

        return hasCertificate;
    }

    private static async Task<bool> SpeaksClearTextAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var stream = socket.GetStream();
        await stream.WriteAsync(Preface, cancellationToken).ConfigureAwait(false);
        var answer = new byte[5];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        return answer.AsSpan().SequenceEqual("HTTP/"u8) || answer[3] is SettingsFrame or GoAwayFrame;
    }

    private static async Task<TcpClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.IdnHost, address.Port, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
