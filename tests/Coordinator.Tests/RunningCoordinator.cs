using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Hosting;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests;

/// <summary>A real coordinator over SQLite on free ports, with clients for it.</summary>
public sealed class RunningCoordinator : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<GrpcChannel> _channels = [];
    private Task _run = Task.CompletedTask;

    /// <summary>Gets the change to the default options that it runs with.</summary>
    internal Func<CoordinatorOptions, CoordinatorOptions> Change { get; init; } = options => options;

    public string DataDirectory => _directory.PathOf("data");

    public Uri Http { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    public string AdminToken { get; private set; } = "";

    /// <summary>A channel whose calls carry the token; none for an anonymous one.</summary>
    public CallInvoker As(string? token)
    {
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            if (token is not null)
                metadata.Add("authorization", "Bearer " + token);
            return Task.CompletedTask;
        });
        var channel = HttpConnections.OpenChannel(Grpc, configure: options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
        _channels.Add(channel);
        return channel.CreateCallInvoker();
    }

    public CallInvoker AsAdmin() => As(AdminToken);

    /// <summary>A client for REST and the files of snapshots.</summary>
    public HttpClient Web()
    {
        var client = HttpConnections.CreateClient();
        client.BaseAddress = Http;
        return client;
    }

    /// <summary>Enrols a device with two targets, unless told otherwise, and returns a channel with its credential.</summary>
    public async Task<CallInvoker> EnrolAsync(string deviceId, Action<EnrolDeviceRequest>? change = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var token = await new TokenService.TokenServiceClient(AsAdmin())
            .CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: cancellationToken);
        var request = Requests.Enrol(deviceId, token.Secret);
        change?.Invoke(request);
        var enrolled = await new DeviceService.DeviceServiceClient(As(null)).EnrolDeviceAsync(request, cancellationToken: cancellationToken);
        return As(enrolled.Credential);
    }

    public async ValueTask InitializeAsync()
    {
        var options = Change(new CoordinatorOptions
        {
            DataDirectory = DataDirectory,
            Http = new IPEndPoint(IPAddress.Loopback, 0),
            Grpc = new IPEndPoint(IPAddress.Loopback, 0),
        });
        var ready = new TaskCompletionSource();
        _run = CoordinatorHost.RunAsync(options, _stop.Token, onReady: ready.SetResult);
        await (await Task.WhenAny(ready.Task, _run));

        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(options.AddressFile));
        Http = new Uri(addresses.RootElement.GetProperty("http").GetString()!);
        Grpc = new Uri(addresses.RootElement.GetProperty("grpc").GetString()!);
        AdminToken = (await File.ReadAllTextAsync(options.AdminTokenFile)).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _directory.Dispose();
    }
}
