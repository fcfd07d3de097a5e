using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LatBench.Contracts.Transport;

/// <summary>The TLS settings of a client of the coordinator: the authorities it trusts, and the certificate it shows.</summary>
public static class ClientTls
{
    /// <summary>Environment variable with the file of the authorities to trust; <c>--ca-cert</c> goes before it.</summary>
    public const string CaVariable = "LATBENCH_CA_CERT";

    /// <summary>Environment variable with the file of the certificate to show, where the coordinator asks for one.</summary>
    public const string CertificateVariable = "LATBENCH_CLIENT_CERT";

    /// <summary>Environment variable with the file of its private key.</summary>
    public const string KeyVariable = "LATBENCH_CLIENT_KEY";

    /// <summary>Settings for https addresses. Without files the authorities of the machine are trusted, and nothing is shown.</summary>
    /// <param name="caFile">PEM file with the authorities to trust in place of the machine's; null or empty for none.</param>
    /// <param name="certificateFile">PEM file with a certificate to show; null or empty for none.</param>
    /// <param name="keyFile">PEM file with its private key.</param>
    /// <exception cref="InvalidOperationException">A file cannot be used; the message is one sentence that says what to do.</exception>
    public static SslClientAuthenticationOptions Options(string? caFile, string? certificateFile, string? keyFile)
    {
        var options = new SslClientAuthenticationOptions();
        try
        {
            if (!string.IsNullOrEmpty(caFile))
                options.CertificateChainPolicy = Trust(caFile);
            if (!string.IsNullOrEmpty(certificateFile))
                options.ClientCertificates = [Show(certificateFile, keyFile)];
            return options;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"The certificates for TLS cannot be used ({exception.Message.TrimEnd('.')}): give PEM files with --ca-cert or {CaVariable}, and with {CertificateVariable} and {KeyVariable}.", exception);
        }
    }

    private static X509ChainPolicy Trust(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{caFile} holds no certificate");
    }

    private static X509Certificate2 Show(string certificateFile, string? keyFile)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificateFile, string.IsNullOrEmpty(keyFile) ? null : keyFile);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
