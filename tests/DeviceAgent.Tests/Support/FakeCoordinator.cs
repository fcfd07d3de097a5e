using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>A real gRPC server whose answers a test decides; see <see cref="Ledger"/>.</summary>
internal sealed class FakeCoordinator : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FakeCoordinator(WebApplication application, Ledger ledger)
    {
        _application = application;
        Ledger = ledger;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Ledger Ledger { get; }

    public Uri Address { get; }

    public static async Task<FakeCoordinator> StartAsync(Ledger? ledger = null, int port = 0)
    {
        ledger ??= new Ledger();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(ledger);
        builder.Services.AddGrpc();
        var application = builder.Build();
        application.MapGrpcService<FakeDeviceService>();
        application.MapGrpcService<FakeJobService>();
        application.MapGrpcService<FakeArtifactService>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new FakeCoordinator(application, ledger);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
