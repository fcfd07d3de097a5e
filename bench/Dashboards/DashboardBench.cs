using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using LatBench.Bench.Browsers;
using LatBench.Contracts.V1;
using Microsoft.Playwright;

namespace LatBench.Bench.Dashboards;

/// <summary>
/// Measures the dashboard in Chromium: paints, page weight, the scatter of all architectures, hovering, and the processor time that live pages cost the coordinator. Beside it stands
/// a page without content, the sign-in page, loaded in turn with the others.
/// </summary>
internal static class DashboardBench
{
    private const string Name = "dashboard";
    private const string Empty = "/sign-in";
    private const int Windows = 3;

    private static readonly string[] Targets = ["imported/first", "imported/second", "imported/third"];
    private static readonly string[] Pages = [Empty, "/", "/measurements", "/measurements/target?target=imported/first"];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    private static readonly Option<int> Loads = BenchCommand.Count("--loads", 15, "Loads of each page with an empty cache, in turn.");

    private static readonly Option<int> Viewers = BenchCommand.Count("--viewers", 50, "Viewers with live pages.");

    public static Command Command() => BenchCommand.Create(
        Name, "The dashboard in Chromium: paints, weight, scatter, hover, and what live pages cost.", [Loads, Viewers],
        (parsed, token) => RunAsync(parsed.GetValue(Loads), parsed.GetValue(Viewers), token));

    private static async Task<object> RunAsync(int loads, int viewers, CancellationToken cancellationToken)
    {
        await using var site = await DashboardSite.StartAsync(cancellationToken);
        var latencies = await SeededTargets.ImportAsync(site.Api, Targets, cancellationToken);
        Console.WriteLine($"settings: {latencies} latencies on each of {Targets.Length} targets; {loads} loads of each page, in turn, with an empty cache; {viewers} viewers for {Windows} times {Window.TotalSeconds:0} s, and as long without");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);

        var timings = Pages.ToDictionary(page => page, _ => new List<PageTimings>());
        for (var load = -1; load < loads; load++)
        {
            foreach (var page in Pages)
            {
                var timing = await PageTimings.MeasureAsync(browser, site.Address, page == Empty ? "" : site.Token, page);
                if (load >= 0)
                    timings[page].Add(timing);
            }
        }

        foreach (var page in Pages)
            Console.WriteLine($"page:     {page,-45} first paint {Median(timings[page], t => t.FirstPaintMs),5:F0} ms, largest {Median(timings[page], t => t.LargestPaintMs),5:F0} ms, {Median(timings[page], t => t.Bytes) / 1000,6:F0} kB");
        var scatter = timings[Pages[^1]];
        var hover = (await HoverTimings.MeasureAsync(browser, site.Address, site.Token, Pages[^1])).Order().ToArray();
        Console.WriteLine($"scatter:  {Median(scatter, t => t.DataBytes) / 1000:F0} kB of data, drawn in {Median(scatter, t => t.DrawnMs ?? 0):F0} ms; a frame while hovering takes {At(hover, 0.5):F1} ms, 95 % at most {At(hover, 0.95):F1} ms");

        await browser.CloseAsync();
        var live = await LiveCostAsync(site, viewers, cancellationToken);
        return new
        {
            bench = Name,
            latencies_per_target = latencies,
            first_contentful_paint_p50_ms = Math.Round(Pages.Skip(1).Max(page => Median(timings[page], t => t.FirstPaintMs)), 1),
            largest_contentful_paint_p50_ms = Math.Round(Pages.Skip(1).Max(page => Median(timings[page], t => t.LargestPaintMs)), 1),
            first_paint_over_empty_page = Math.Round(Median(scatter, t => t.FirstPaintMs) / Median(timings[Empty], t => t.FirstPaintMs), 2),
            page_weight_kb = Math.Round(Pages.Max(page => Median(timings[page], t => t.Bytes)) / 1000, 1),
            scatter_data_kb = Math.Round(Median(scatter, t => t.DataBytes) / 1000, 1),
            scatter_drawn_ms = Math.Round(Median(scatter, t => t.DrawnMs ?? 0), 1),
            hover_p50_ms = Math.Round(At(hover, 0.5), 2),
            hover_p95_ms = Math.Round(At(hover, 0.95), 2),
            viewers,
            viewers_core_share = Math.Round(live, 4),
        };
    }

    /// <summary>The processor time of the coordinator with viewers less that without, a second, while a campaign runs.</summary>
    private static async Task<double> LiveCostAsync(DashboardSite site, int viewers, CancellationToken cancellationToken)
    {
        await site.StartAgentAsync(cancellationToken);
        var campaigns = new CampaignService.CampaignServiceClient(site.Api);
        var campaign = (await campaigns.CreateCampaignAsync(
            new CreateCampaignRequest
            {
                Campaign = new Campaign
                {
                    Selection = new Selection { Sample = new RandomSample { Count = 200, Seed = 1 } },
                    Targets = { DashboardSite.Device },
                    Protocol = new Protocol { MinPasses = 50, MaxPasses = 50, MinSpread = new Duration() },
                },
            },
            cancellationToken: cancellationToken)).Campaign.Name;
        var (with, without) = (new List<double>(), new List<double>());
        for (var window = 0; window < Windows; window++)
        {
            without.Add(await ShareAsync(site, cancellationToken));
            await using var watching = new LiveViewers(site.Address, site.Token, viewers, ["OverviewStatus:", "CampaignStanding:" + campaign]);
            with.Add(await ShareAsync(site, cancellationToken));
            if (watching.Bytes == 0)
                throw new BenchException("The viewers were sent nothing.");
        }

        var cost = with.Order().ElementAt(Windows / 2) - without.Order().ElementAt(Windows / 2);
        Console.WriteLine($"viewers:  the coordinator uses {without.Order().ElementAt(Windows / 2):P1} of a core without viewers and {with.Order().ElementAt(Windows / 2):P1} with {viewers}");
        return cost;
    }

    private static async Task<double> ShareAsync(DashboardSite site, CancellationToken cancellationToken)
    {
        var before = site.CpuTime();
        await Task.Delay(Window, TimeProvider.System, cancellationToken);
        return (site.CpuTime() - before) / Window;
    }

    private static double Median(IEnumerable<PageTimings> timings, Func<PageTimings, double> value) => At([.. timings.Select(value).Order()], 0.5);

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(quantile * sorted.Length))];
}
