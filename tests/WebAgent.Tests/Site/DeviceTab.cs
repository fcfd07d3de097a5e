using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Site;

/// <summary>A tab with the page of the agent.</summary>
internal sealed class DeviceTab(WatchedPage watched) : IAsyncDisposable
{
    /// <summary>A warning of Chromium on a machine without a graphics processor.</summary>
    public const string NoAdapter = "No available adapters.";

    private const float TimeoutMs = 90_000;

    public IPage Page => watched.Page;

    public WatchedPage Watched => watched;

    /// <summary>Opens the page in a new profile of the browser, with a script that runs before those of the page.</summary>
    public static async Task<DeviceTab> OpenAsync(Browser browser, RunningSite site, string fragment = "", string? before = null, Action<BrowserNewContextOptions>? change = null)
    {
        var tab = new DeviceTab(await browser.OpenAsync(site.Address, token: null, change));
        tab.Page.SetDefaultTimeout(TimeoutMs);
        if (before is not null)
            await tab.Page.AddInitScriptAsync(before);
        await tab.GoAsync(fragment);
        return tab;
    }

    /// <summary>Opens the page as a new device that measures.</summary>
    public static async Task<DeviceTab> EnrolledAsync(Browser browser, RunningSite site, string device, string? before = null)
    {
        var tab = await OpenAsync(browser, site, $"#code={await site.InviteAsync()}&device={device}&start=1", before);
        await tab.PhaseAsync("waiting");
        return tab;
    }

    /// <summary>Opens the page as a new device, and does not wait until it can measure.</summary>
    public static async Task<DeviceTab> KnownAsync(Browser browser, RunningSite site, string device)
    {
        var tab = await OpenAsync(browser, site, $"#code={await site.InviteAsync()}&device={device}&start=1");
        await tab.IsKnownAsync();
        return tab;
    }

    /// <summary>Waits until the page is that of an enrolled device.</summary>
    public Task IsKnownAsync() => Part("device-name").WaitForAsync();

    /// <summary>Opens another tab of the same profile.</summary>
    public async Task<DeviceTab> AnotherAsync()
    {
        var tab = new DeviceTab(await watched.OpenAnotherAsync());
        tab.Page.SetDefaultTimeout(TimeoutMs);
        await tab.GoAsync();
        return tab;
    }

    public Task GoAsync(string fragment = "") => Page.GotoAsync("/device" + fragment);

    /// <summary>Waits until the page shows a phase.</summary>
    public Task PhaseAsync(string phase) => Page.Locator($"html[data-phase={phase}]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public Task TextAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    public ILocator Part(string name) => Page.Locator($"[data-part={name}]");

    /// <summary>Waits until a figure of the page is at least a number.</summary>
    public Task AtLeastAsync(string part, int number) =>
        Page.WaitForFunctionAsync("([part, number]) => Number(document.querySelector(`[data-part=${part}]`).textContent) >= number", new object[] { part, number });

    public Task<int> FigureAsync(string part) => Page.EvaluateAsync<int>("part => Number(document.querySelector(`[data-part=${part}]`).textContent)", part);

    /// <summary>Waits until nothing waits to be sent.</summary>
    public Task SentAsync() => Page.WaitForFunctionAsync("() => document.querySelector('[data-part=unsent]').textContent === '0'");

    /// <summary>Hides or shows the tab, as the page sees it.</summary>
    public Task SetVisibleAsync(bool visible) => Page.EvaluateAsync(
        """
        state => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        visible ? "visible" : "hidden");

    /// <summary>Calls a function with a module of the agent.</summary>
    /// <param name="module">The path of the module below <c>js/</c>.</param>
    /// <param name="function">A function of JavaScript that takes the module and the argument.</param>
    /// <param name="argument">The argument.</param>
    public Task<T> WithModuleAsync<T>(string module, string function, object? argument = null) => Page.EvaluateAsync<T>(
        $$"""
        async argument => {
          const base = document.querySelector('script[type=module]').src.replace(/main\.js$/, '');
          return await ({{function}})(await import(base + '{{module}}'), argument);
        }
        """,
        argument);

    public ValueTask DisposeAsync() => watched.DisposeAsync();
}
