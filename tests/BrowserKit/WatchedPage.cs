using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LatBench.BrowserKit;

/// <summary>A page of a browser that keeps what went wrong on it: messages of the console, requests that failed, answers with an error.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private static readonly string[] Severe = ["serious", "critical"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public WatchedPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Enqueue($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Enqueue("script: " + error);
        page.RequestFailed += (_, request) =>
        {
            // The stream of a page ends with the page, and what a page still loads ends where it is left.
            if (request.Failure != "net::ERR_ABORTED" && !new Uri(request.Url).AbsolutePath.Equals("/live", StringComparison.Ordinal))
                _faults.Enqueue($"request: {request.Url} {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _faults.Enqueue($"answer: {response.Status} {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Goes to a path of the site and waits until its charts are drawn.</summary>
    public async Task<IResponse> GoAsync(string path)
    {
        var response = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await ChartsAsync();
        if (await Page.Locator("[data-module]").CountAsync() > 0)
            await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-module]')].every(element => element.dataset.madeStarted)");
        return response!;
    }

    /// <summary>Waits until every chart is drawn.</summary>
    public async Task ChartsAsync()
    {
        if (await Page.Locator("[data-chart]").CountAsync() > 0)
            await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-chart]')].every(chart => chart.dataset.drawn)");
    }

    /// <summary>Opens another page of the same browser profile: it has the same storage.</summary>
    public async Task<WatchedPage> OpenAnotherAsync() => new(_context, await _context.NewPageAsync());

    /// <summary>Fails where anything went wrong so far, besides what a test expects.</summary>
    /// <param name="besides">Texts of expected faults.</param>
    public void AssertNoFaults(params string[] besides) => Assert.DoesNotContain(_faults, fault => !besides.Any(text => fault.Contains(text, StringComparison.Ordinal)));

    /// <summary>Forgets what went wrong so far, where the test provoked it.</summary>
    public void ForgetFaults() => _faults.Clear();

    /// <summary>Fails where axe finds an obstacle that is serious or critical.</summary>
    public async Task AssertAccessibleAsync() => Assert.Empty(await ObstaclesAsync());

    /// <summary>Gets the obstacles that axe finds serious or critical, by the rules of WCAG 2.1 AA.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        return
        [
            .. result.Violations
                .Where(violation => Severe.Contains(violation.Impact))
                .Select(violation => $"{new Uri(Page.Url).PathAndQuery}: {violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}"),
        ];
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
