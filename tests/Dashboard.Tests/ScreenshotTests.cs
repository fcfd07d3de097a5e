using LatBench.Contracts.V1;
using LatBench.Dashboard.Tests.Site;
using LatBench.TestKit;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests;

/// <summary>Makes the pictures of the documents; <c>eng/screenshots.sh</c> runs it.</summary>
public sealed class ScreenshotTests(Browser browser, SeededSite seeded)
{
    private const int Width = 1280;
    private const int Height = 860;
    private const int MaxBytes = 200_000;

    /// <summary>A busy machine is no reason to make no pictures.</summary>
    private const int TimeoutMs = 180_000;

    private static readonly (string Name, string Path, int Height)[] Pages =
    [
        ("overview", "/", 520),
        ("campaigns", "/campaigns", 520),
        ("running", "/campaigns/2", Height),
        ("devices", "/devices", 520),
        ("device", "/devices/bench", Height),
        ("invite", "/devices/invite", Height),
        ("campaign", "/campaigns/1", Height),
        ("new-campaign", "/campaigns/new", Height),
        ("measurements", "/measurements", Height),
        ("target", $"/measurements/target?target={SeededSite.ImportedTarget}", 960),
        ("measurement", "/{measurement}", 1180),
        ("profile", "/{measurement}#profile", Height),
        ("compare", $"/measurements/compare?a={SeededSite.ImportedTarget}&b={{target}}", Height),
        ("cell-editor", "/cells?space=nas-bench-201&arch=310232", Height),
        ("models", "/models", Height),
        ("model", "/{model}", Height),
        ("predictors", "/predictors", Height),
        ("predictor", "/{predictor}", 1100),
        ("searches", "/searches", Height),
        ("search", "/{search}", 1000),
        ("snapshot", "/snapshots/view/1.0.0", Height),
        ("settings", "/settings", Height),
    ];

    /// <summary>Gets the folder of the pictures; null where none are made.</summary>
    public static string? Directory => Environment.GetEnvironmentVariable("LATBENCH_SCREENSHOTS");

    [Fact]
    public async Task Page_is_pictured()
    {
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken);
        await page.Page.SetViewportSizeAsync(Width, Pages[0].Height);
        await page.GoAsync(seeded.Fill(Pages[0].Path));

        Assert.InRange((await page.Page.ScreenshotAsync()).Length, 1, MaxBytes);
        page.AssertNoFaults();
    }

    /// <summary>Makes all pictures, which takes minutes.</summary>
    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public async Task Pages_are_pictured_in_light_and_dark()
    {
        using var temporary = new TempDirectory();
        var directory = Directory ?? temporary.Directory;

        var wrong = new List<string>();
        // Something has to run on the pictures of what runs.
        await seeded.Site.RunAsync("campaigns", "submit", "--models", "600", "--name", "all-blocks", "--profile");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            // One window for all pages: a new one takes longer than most of them.
            await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken, options => options.ColorScheme = scheme);
            page.Page.SetDefaultTimeout(TimeoutMs);
            foreach (var (name, path, height) in Pages)
            {
                if (scheme == ColorScheme.Dark && name == "campaign")
                    await new CampaignService.CampaignServiceClient(seeded.Site.Api).CancelCampaignAsync(new CancelCampaignRequest { Name = "campaigns/2" }, cancellationToken: TestContext.Current.CancellationToken);
                await page.Page.SetViewportSizeAsync(Width, height);
                await page.GoAsync(seeded.Fill(path));
                var file = Path.Combine(directory, $"{name}-{scheme.ToString().ToLowerInvariant()}.png");
                var picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
                if (picture.Length > MaxBytes)
                    wrong.Add($"{file} has {picture.Length} bytes, more than {MaxBytes}");
            }

            page.AssertNoFaults();
        }

        Assert.Empty(wrong);
    }
}
