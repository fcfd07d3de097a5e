using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using LatBench.Contracts.Transport;
using LatBench.Coordinator.Hosting;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Hosting;

public sealed class TlsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly X509Certificate2 _authority = Authority("LatBench test authority");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_go_over_tls_to_clients_that_trust_the_authority()
    {
        await RunAsync(Options(clientCa: null), async address =>
        {
            Assert.Equal(Uri.UriSchemeHttps, address.Scheme);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(address, _authority, client: null));
            await Assert.ThrowsAsync<RpcException>(() => HealthAsync(address, Authority("another"), client: null));
        });
    }

    [Fact]
    public async Task Clients_show_a_certificate_of_the_authority_or_are_cut_off()
    {
        var ca = _directory.PathOf("ca.pem");
        await File.WriteAllTextAsync(ca, _authority.ExportCertificatePem(), Cancel);
        using var stranger = Authority("stranger");
        await RunAsync(Options(ca), async address =>
        {
            using var ours = Issue(_authority, "agent");
            using var foreign = Issue(stranger, "agent");
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(address, _authority, ours));
            await Assert.ThrowsAsync<RpcException>(() => HealthAsync(address, _authority, client: null));
            await Assert.ThrowsAsync<RpcException>(() => HealthAsync(address, _authority, foreign));
        });
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_one_sentence()
    {
        var options = Options(clientCa: null);
        using var other = RSA.Create(2048);
        await File.WriteAllTextAsync(options.TlsKeyFile!, other.ExportPkcs8PrivateKeyPem(), Cancel);

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(options, Cancel));

        Assert.Contains("--tls-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_tls_it_listens_beyond_this_machine()
    {
        var open = Options(clientCa: null) with { Grpc = new IPEndPoint(IPAddress.Any, 7081) };

        Assert.Null(open.FindFault());
        Assert.Contains("--tls-key", (open with { TlsKeyFile = null }).FindFault(), StringComparison.Ordinal);
        Assert.Contains("--client-ca", (open with { TlsKeyFile = null, TlsCertificateFile = null, ClientCaFile = "ca.pem" }).FindFault(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    private static async Task RunAsync(CoordinatorOptions options, Func<Uri, Task> check)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var ready = new TaskCompletionSource();
        var run = CoordinatorHost.RunAsync(options, stop.Token, onReady: ready.SetResult);
        await (await Task.WhenAny(ready.Task, run));
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(options.AddressFile, Cancel));
        await check(new Uri(addresses.RootElement.GetProperty("grpc").GetString()!));
        await stop.CancelAsync();
        await run;
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthAsync(Uri address, X509Certificate2 authority, X509Certificate2? client)
    {
        var tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
            ClientCertificates = client is null ? null : [client],
        };
        using var channel = HttpConnections.OpenChannel(address, tls);
        var call = new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30), cancellationToken: Cancel);
        return (await call).Status;
    }

    private CoordinatorOptions Options(string? clientCa)
    {
        using var server = Issue(_authority, "localhost");
        var (certificate, key) = (_directory.PathOf("server.pem"), _directory.PathOf("server.key"));
        File.WriteAllText(certificate, server.ExportCertificatePem());
        File.WriteAllText(key, server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return new CoordinatorOptions
        {
            DataDirectory = _directory.PathOf("data"),
            Http = new IPEndPoint(IPAddress.Loopback, 0),
            Grpc = new IPEndPoint(IPAddress.Loopback, 0),
            TlsCertificateFile = certificate,
            TlsKeyFile = key,
            ClientCaFile = clientCa,
        };
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
