using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LatBench.Coordinator.Hosting;

/// <summary>
/// The certificate that the coordinator shows, and whose certificates it takes. A renewed certificate is taken up within a minute, without
/// a restart; one that cannot be read leaves the one before.
/// </summary>
internal sealed class TlsCertificates : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    private readonly CoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly X509Certificate2Collection? _clientCa;
    private readonly Lock _gate = new();
    private X509Certificate2 _current;
    private DateTime _writtenAt;
    private long _lookedAt;

    private TlsCertificates(CoordinatorOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _writtenAt = File.GetLastWriteTimeUtc(options.TlsCertificateFile!);
        _current = Read();
        _lookedAt = time.GetTimestamp();
        if (options.ClientCaFile is not { } file)
            return;
        _clientCa = [];
        _clientCa.ImportFromPemFile(file);
        if (_clientCa.Count == 0)
            throw new CryptographicException($"{file} holds no certificate");
    }

    /// <summary>Null where the coordinator runs without TLS.</summary>
    /// <exception cref="StartupException">A file cannot be read, or certificate and key do not belong together.</exception>
    public static TlsCertificates? Read(CoordinatorOptions options, TimeProvider time)
    {
        if (options.TlsCertificateFile is null)
            return null;
        try
        {
            return new TlsCertificates(options, time);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"The certificates for TLS cannot be used ({e.Message.TrimEnd('.')}): give PEM files that belong together with --tls-cert and --tls-key, and the authority of the clients with --client-ca.", e);
        }
    }

    /// <summary>Sets TLS up for one address.</summary>
    public void Configure(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificateSelector = (_, _) => Current();
        if (_clientCa is null)
            return;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, errors) => IsOurs(certificate, errors);
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    /// <summary>Signed by the authority of the clients, directly or through it, and within its time.</summary>
    private bool IsOurs(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_clientCa!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lookedAt) < PollInterval)
                return _current;
            _lookedAt = _time.GetTimestamp();
            try
            {
                var writtenAt = File.GetLastWriteTimeUtc(_options.TlsCertificateFile!);
                if (writtenAt != _writtenAt)
                    (_current, _writtenAt) = (Read(), writtenAt);
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // Half written, perhaps: the one before serves until the next look.
            }

            return _current;
        }
    }

    private X509Certificate2 Read()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_options.TlsCertificateFile!, _options.TlsKeyFile);
        // Schannel wants a key that is not held in memory alone.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
