using LatBench.Bench.Installation;
using LatBench.Contracts.V1;
using Microsoft.Playwright;

namespace LatBench.Bench.Browsers;

/// <summary>The system's Chromium with the page that is a device, as a user opens it.</summary>
internal sealed class BrowserAgent : IAsyncDisposable
{
    /// <summary>The name of its device.</summary>
    public const string Device = "browser";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private readonly IPlaywright _playwright;

    private BrowserAgent(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    /// <summary>Gets the browser.</summary>
    public IBrowser Browser { get; }

    /// <summary>Gets the slug of the target of WASM with one thread; empty before the page is opened.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Starts the browser, on an installation with a runtime for it.</summary>
    public static async Task<BrowserAgent> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new BrowserAgent(playwright, await Chromium.LaunchAsync(playwright));
    }

    /// <summary>Opens the page with a one-time code and waits until it is a device.</summary>
    /// <exception cref="BenchException">It did not become one.</exception>
    public async Task EnrolAsync(LocalInstallation installation, CancellationToken cancellationToken)
    {
        var invitation = await new TokenService.TokenServiceClient(installation.Channel)
            .CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment, Short = true }, cancellationToken: cancellationToken);
        var page = await Browser.NewPageAsync();
        await page.GotoAsync(new Uri(installation.Http, $"{invitation.DevicePath}&device={Device}&start=1").AbsoluteUri);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var devices = new DeviceService.DeviceServiceClient(installation.Channel);
        try
        {
            while (Target.Length == 0)
            {
                await Task.Delay(Poll, limit.Token);
                var listed = await devices.ListDevicesAsync(new ListDevicesRequest(), cancellationToken: limit.Token);
                Target = listed.Devices.Where(device => device.Name == $"devices/{Device}").SelectMany(device => device.Targets)
                    .FirstOrDefault(target => target is { ExecutionProvider: "wasm", Threads: 1 })?.Slug ?? "";
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"The page did not become a device; it says: {await page.InnerTextAsync("main")}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
