using System.Text.Json;
using LatBench.Bench.Browsers;
using Microsoft.Playwright;

namespace LatBench.Bench.Dashboards;

/// <summary>
/// The work of a frame while the pointer moves over a scatter of all architectures: the handlers of the move and the drawing that follows, up to the task after the frame.
/// </summary>
internal static class HoverTimings
{
    private const int Moves = 300;

    private const string Move = """
        moves => new Promise(async done => {
          const chart = document.querySelector('[data-chart=target-scatter]');
          const canvas = chart.querySelector('canvas');
          const box = canvas.getBoundingClientRect();
          const times = [];
          const afterFrame = () => new Promise(next => { const channel = new MessageChannel(); channel.port1.onmessage = next; channel.port2.postMessage(0); });
          for (let i = 0; i < moves; i++) {
            const angle = i * 0.37, radius = 0.05 + 0.4 * (i / moves);
            const where = { bubbles: true, clientX: box.left + box.width * (0.5 + radius * Math.cos(angle)), clientY: box.top + box.height * (0.5 + radius * Math.sin(angle)) };
            // Asked for before the move, so that it is the first work of the frame that draws what the move asks for.
            const frame = new Promise(next => requestAnimationFrame(() => next(performance.now())));
            const start = performance.now();
            canvas.dispatchEvent(new MouseEvent('mousemove', where));
            const handled = performance.now() - start;
            const began = await frame;
            await afterFrame();
            times.push(handled + performance.now() - began);
          }
          done(times);
        })
        """;

    /// <summary>Moves the pointer over the scatter of a page.</summary>
    /// <returns>The work of each frame in milliseconds.</returns>
    public static async Task<double[]> MeasureAsync(IBrowser browser, Uri site, string token, string path)
    {
        await using var context = await Chromium.OpenAsync(browser, site, token);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.WaitForFunctionAsync("() => document.querySelector('[data-chart=target-scatter]')?.dataset.drawn");
        await page.Locator("[data-chart=target-scatter]").ScrollIntoViewIfNeededAsync();
        return [.. (await page.EvaluateAsync<JsonElement>(Move, Moves)).EnumerateArray().Select(value => value.GetDouble())];
    }
}
