using System.Text.Json;
using LatBench.Bench.Browsers;
using Microsoft.Playwright;

namespace LatBench.Bench.Dashboards;

/// <summary>The timings of one load of a page with an empty cache, as the browser has them.</summary>
/// <param name="FirstPaintMs">First contentful paint in milliseconds.</param>
/// <param name="LargestPaintMs">Largest contentful paint in milliseconds.</param>
/// <param name="Bytes">The bytes of all answers, as they were sent, without their headers.</param>
/// <param name="DataBytes">The bytes of the answers with data of charts.</param>
/// <param name="DrawnMs">The longest time from the arrival of a chart's data until it was drawn, in milliseconds; null without a chart.</param>
internal sealed record PageTimings(double FirstPaintMs, double LargestPaintMs, double Bytes, double DataBytes, double? DrawnMs)
{
    private const string Read = """
        () => new Promise(done => new PerformanceObserver(list => {
          const resources = [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].filter(entry => !new URL(entry.name).pathname.startsWith('/live'));
          const sum = entries => entries.reduce((total, entry) => total + entry.encodedBodySize, 0);
          done({
            first: performance.getEntriesByName('first-contentful-paint')[0].startTime,
            largest: list.getEntries().at(-1).startTime,
            bytes: sum(resources),
            data: sum(resources.filter(entry => new URL(entry.name).pathname.startsWith('/data/'))),
            drawn: [...document.querySelectorAll('[data-chart]')].map(chart => Number(chart.dataset.drawn)),
          });
        }).observe({ type: 'largest-contentful-paint', buffered: true }))
        """;

    /// <summary>Loads a page in a new context of the browser.</summary>
    public static async Task<PageTimings> MeasureAsync(IBrowser browser, Uri site, string token, string path)
    {
        await using var context = await Chromium.OpenAsync(browser, site, token);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-chart]')].every(chart => chart.dataset.drawn)");
        var read = await page.EvaluateAsync<JsonElement>(Read);
        var drawn = read.GetProperty("drawn").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        return new PageTimings(
            read.GetProperty("first").GetDouble(), read.GetProperty("largest").GetDouble(), read.GetProperty("bytes").GetDouble(), read.GetProperty("data").GetDouble(),
            drawn.Length > 0 ? drawn.Max() : null);
    }
}
