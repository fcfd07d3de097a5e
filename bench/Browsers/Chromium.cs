using Microsoft.Playwright;

namespace LatBench.Bench.Browsers;

/// <summary>The system's Chromium.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Starts it.</summary>
    /// <exception cref="BenchException">It is not installed.</exception>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var path = Names
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists) ?? throw new BenchException("Chromium is missing: install it (Debian and Ubuntu: 'apt-get install chromium').");
        return playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = Arguments });
    }

    /// <summary>Opens a context with an empty cache that is signed in.</summary>
    public static async Task<IBrowserContext> OpenAsync(IBrowser browser, Uri site, string token)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.AbsoluteUri, ViewportSize = new ViewportSize { Width = 1360, Height = 900 } });
        await context.AddCookiesAsync([new Cookie { Name = "latbench_session", Value = token, Domain = site.Host, Path = "/" }]);
        return context;
    }
}
