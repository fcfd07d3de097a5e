using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LatBench.EndToEnd.Tests.Processes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Network;

/// <summary>https:// in front of a port without TLS, and http:// in front of one with it, are told as that.</summary>
public sealed class TlsSchemeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Https_on_a_clear_text_port_says_so()
    {
        await using var coordinator = await StartAsync();
        foreach (var address in await AddressesAsync())
        {
            var result = (await CommandResult.RunAsync("devices", "list", "--data", Data, "--server", "https://" + address)).Expect(1);

            Assert.Equal($"The port at https://{address} speaks clear text and not TLS: write http://{address}, or have the server use TLS.\n", result.Errors);
        }

        string[] arguments = ["run", "--server", "https://" + (await AddressesAsync())[1], "--data", _directory.PathOf("agent"), "--device", "bench"];
        await using var agent = await Daemon.StartAsync(Program.DeviceAgent, "speaks clear text and not TLS", arguments, ("LATBENCH_ENROLMENT_TOKEN", "token"));
    }

    [Fact]
    public async Task Http_on_a_tls_port_says_so()
    {
        var (certificate, key) = await WriteCertificateAsync();
        await using var coordinator = await StartAsync("--tls-cert", certificate, "--tls-key", key);
        var addresses = await AddressesAsync();
        foreach (var address in addresses)
        {
            var result = (await CommandResult.RunAsync("devices", "list", "--data", Data, "--server", "http://" + address)).Expect(1);

            Assert.Equal($"The port at http://{address} speaks TLS and not clear text: write https://{address}.\n", result.Errors);
        }

        // The same server, asked rightly, but with an authority that this machine does not know.
        var untrusted = (await CommandResult.RunAsync("devices", "list", "--data", Data, "--server", "https://" + addresses[1])).Expect(1);
        Assert.StartsWith($"The certificate of https://{addresses[1]} is not trusted here: ", untrusted.Errors, StringComparison.Ordinal);
        (await CommandResult.RunAsync("devices", "list", "--data", Data, "--server", "https://" + addresses[1], "--ca-cert", certificate)).Expect(0);
    }

    [Fact]
    public async Task Python_package_trusts_the_authority_that_it_is_given()
    {
        var package = await PythonPackage.BuildAsync(Directory.CreateDirectory(_directory.PathOf("package")).FullName);
        var (certificate, key) = await WriteCertificateAsync();
        await using var coordinator = await StartAsync("--tls-cert", certificate, "--tls-key", key);
        var address = (await AddressesAsync())[1];

        var trusted = await ConnectAsync(("LATBENCH_CA_CERT", certificate));
        var untrusted = await ConnectAsync();
        var clear = await ConnectAsync(("LATBENCH_SERVER", "http://" + address));
        var none = await ConnectAsync(("LATBENCH_CA_CERT", key));
        var missing = await ConnectAsync(("LATBENCH_CA_CERT", _directory.PathOf("missing.pem")));

        Assert.Equal($"Client('https://{address}')\n", trusted);
        Assert.Equal($"The certificate of https://{address} is not trusted here: give its authority with `ca_file` or LATBENCH_CA_CERT.\n", untrusted);
        Assert.Equal($"What answers at http://{address} closes the connection: where it speaks TLS, write https://{address}; otherwise name the coordinator's gRPC port with `address`.\n", clear);
        Assert.Equal($"The certificates for TLS cannot be used ({key} holds no certificate): give a PEM file with `ca_file` or LATBENCH_CA_CERT.\n", none);
        Assert.Contains("missing.pem: No such file or directory", missing, StringComparison.Ordinal);

        async Task<string> ConnectAsync(params (string Name, string? Value)[] environment) => (await package.RunAsync(_directory.Directory, environment, "-c", """
            import latbench
            try:
                with latbench.connect(data="data") as client:
                    print(client)
            except latbench.LatBenchError as error:
                print(error)
            """)).Expect(0).Output;
    }

    public void Dispose() => _directory.Dispose();

    private Task<Daemon> StartAsync(params string[] more) =>
        Daemon.StartAsync(Program.Coordinator, "coordinator ready", ["--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", .. more]);

    /// <summary>Host and port of REST and of gRPC.</summary>
    private async Task<string[]> AddressesAsync()
    {
        using var said = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), Cancel));
        return [.. new[] { "http", "grpc" }.Select(key => new Uri(said.RootElement.GetProperty(key).GetString()!).Authority)];
    }

    private async Task<(string Certificate, string Key)> WriteCertificateAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=LatBench test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(_directory.PathOf("server.pem"), certificate.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(_directory.PathOf("server.key"), key.ExportPkcs8PrivateKeyPem(), Cancel);
        return (_directory.PathOf("server.pem"), _directory.PathOf("server.key"));
    }
}
