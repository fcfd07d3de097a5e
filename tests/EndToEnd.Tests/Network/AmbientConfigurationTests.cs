using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LatBench.EndToEnd.Tests.Processes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Network;

/// <summary>Nothing but the command line decides where a process listens: no variable and no file that other hosts of ASP.NET Core read.</summary>
public sealed class AmbientConfigurationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _directory.PathOf("data");

    private string WorkingDirectory => _directory.PathOf("work");

    [Fact]
    public async Task Up_with_variables_and_settings_of_other_hosts_listens_where_it_was_told()
    {
        var open = FreePort();
        await WriteSettingsAsync($$"""
            {
              "Urls": "http://0.0.0.0:{{open}}",
              "Kestrel": { "Endpoints": { "File": { "Url": "http://0.0.0.0:{{FreePort()}}" } } },
              "Logging": { "LogLevel": { "Default": "Trace", "Microsoft": "Trace" } }
            }
            """);
        var environment = HostileEnvironment(open);
        await using var up = await StartAsync(Program.Cli, ["up", "--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"], "coordinator ready", environment);

        var coordinator = await CoordinatorAsync();
        Assert.Equal(coordinator.Addresses, Descriptors.ListeningAddresses(coordinator.Process));
        Assert.Equal(0, Descriptors.InotifyInstances(coordinator.Process));
        Assert.Empty(Descriptors.ListeningAddresses(up.Id));
        Assert.DoesNotContain("Microsoft.AspNetCore", up.Printed, StringComparison.Ordinal);

        await using var agent = await StartAsync(Program.Cli, ["agent", "run", "--data", Data, "--device", "bench"], "agent ready", environment);
        var processes = new[] { agent.Id }.Concat(FaultTests.ChildrenOf(agent.Id).Select(child => child.Id)).ToArray();
        Assert.True(processes.Length > 1, "The command has no child.");
        Assert.All(processes, process =>
        {
            Assert.Empty(Descriptors.ListeningAddresses(process));
            Assert.Equal(0, Descriptors.InotifyInstances(process));
        });
    }

    [Fact]
    public async Task Coordinator_beside_broken_settings_starts_and_listens_where_it_was_told()
    {
        await WriteSettingsAsync("{ this is not JSON");
        await using var coordinator = await StartAsync(
            Program.Coordinator, ["--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"], "coordinator ready", [("DOTNET_CONTENTROOT", WorkingDirectory)]);

        Assert.Equal((await CoordinatorAsync()).Addresses, Descriptors.ListeningAddresses(coordinator.Id));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<Daemon> StartAsync(string program, string[] arguments, string readyText, (string, string?)[] environment)
    {
        var start = Program.Start(program, arguments);
        start.WorkingDirectory = WorkingDirectory;
        return await Daemon.StartAsync(program, start, readyText, environment);
    }

    /// <summary>The variables that a host with the defaults of ASP.NET Core reads; every address is one that this test did not ask for.</summary>
    private (string, string?)[] HostileEnvironment(int open)
    {
        var url = $"http://0.0.0.0:{open}";
        var port = $"{FreePort()}";
        return
        [
            ("URLS", url), ("ASPNETCORE_URLS", url), ("DOTNET_URLS", url),
            ("HTTP_PORTS", port), ("ASPNETCORE_HTTP_PORTS", port), ("DOTNET_HTTP_PORTS", port),
            ("HTTPS_PORTS", port), ("ASPNETCORE_HTTPS_PORTS", port), ("DOTNET_HTTPS_PORTS", port),
            ("Kestrel__Endpoints__Http__Url", $"http://0.0.0.0:{FreePort()}"),
            ("ASPNETCORE_Kestrel__Endpoints__Prefixed__Url", $"http://0.0.0.0:{FreePort()}"),
            ("DOTNET_Kestrel__Endpoints__Generic__Url", $"http://0.0.0.0:{FreePort()}"),
            ("Kestrel__Certificates__Default__Path", "/nowhere.pfx"),
            ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "Not.There"),
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_ENVIRONMENT", "Development"),
            ("ASPNETCORE_CONTENTROOT", WorkingDirectory), ("DOTNET_CONTENTROOT", WorkingDirectory),
            ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"),
            ("ASPNETCORE_PREFERHOSTINGURLS", "true"),
            ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"), ("Logging__Console__LogLevel__Default", "Trace"),
            ("AllowedHosts", "example.com"),
        ];
    }

    private async Task WriteSettingsAsync(string content)
    {
        foreach (var directory in new[] { Data, WorkingDirectory })
        {
            Directory.CreateDirectory(directory);
            foreach (var name in new[] { "appsettings.json", "appsettings.Development.json", "appsettings.Production.json" })
                await File.WriteAllTextAsync(Path.Combine(directory, name), content, Cancel);
        }
    }

    /// <summary>The process of the coordinator and where it was told to listen, which it says itself: the ports were any free ones.</summary>
    private async Task<(int Process, string[] Addresses)> CoordinatorAsync()
    {
        using var said = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), Cancel));
        string Authority(string key) => new Uri(said.RootElement.GetProperty(key).GetString()!).Authority;
        string[] addresses = [Authority("http"), Authority("grpc")];
        Assert.All(addresses, address => Assert.StartsWith("127.0.0.1:", address, StringComparison.Ordinal));
        return (said.RootElement.GetProperty("pid").GetInt32(), [.. addresses.Order(StringComparer.Ordinal)]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
