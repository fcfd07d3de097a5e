using Microsoft.Playwright;

namespace LatBench.BrowserKit;

/// <summary>A headless Chromium for the tests of the assembly.</summary>
public class Browser : IAsyncLifetime
{
    /// <summary>A name of this machine that the browser takes for another one, whose plain HTTP it does not trust.</summary>
    public const string OtherMachine = "lan.latbench.test";

    private static readonly string[] Arguments = [$"--host-resolver-rules=MAP {OtherMachine} 127.0.0.1", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Gets the arguments that this browser has besides those of all.</summary>
    protected virtual IReadOnlyList<string> MoreArguments => [];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var path = Chromium.Path();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = [.. Arguments, .. MoreArguments] });
    }

    /// <summary>Opens a page that is signed in with a token, or not signed in without one.</summary>
    public async Task<WatchedPage> OpenAsync(Uri site, string? token, Action<BrowserNewContextOptions>? change = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = site.AbsoluteUri, ViewportSize = new ViewportSize { Width = 1360, Height = 900 } };
        change?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        if (token is not null)
            await context.AddCookiesAsync([new Cookie { Name = "latbench_session", Value = token, Domain = site.Host, Path = "/" }]);
        return new WatchedPage(context, await context.NewPageAsync());
    }

    /// <summary>Ends the process in which the browser computes graphics, as a driver that fails does. The browser starts another.</summary>
    public async Task EndGraphicsProcessAsync()
    {
        var session = await _browser!.NewBrowserCDPSessionAsync();
        await session.SendAsync("Browser.crashGpuProcess");
        await session.DetachAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        GC.SuppressFinalize(this);
    }
}
