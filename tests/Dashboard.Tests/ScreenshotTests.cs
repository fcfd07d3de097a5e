using LatBench.Dashboard.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests;

/// <summary>Makes the pictures of the documents; <c>eng/screenshots.sh</c> runs it.</summary>
public sealed class ScreenshotTests(Browser browser, SeededSite seeded)
{
    private const string Variable = "LATBENCH_SCREENSHOTS";
    private const int MaxBytes = 200_000;

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "devices", "/devices" },
        { "device", "/devices/bench" },
        { "campaign", "/campaigns/1" },
        { "new-campaign", "/campaigns/new" },
        { "target", $"/measurements/target?target={SeededSite.ImportedTarget}" },
        { "measurement", "/{measurement}" },
        { "compare", $"/measurements/compare?a={SeededSite.ImportedTarget}&b={{target}}" },
        { "cell-editor", "/cells?space=nas-bench-201&arch=310232" },
        { "models", "/{model}" },
        { "predictor", "/{predictor}" },
        { "search", "/{search}" },
        { "snapshot", "/snapshots/view/1.0.0" },
        { "settings", "/settings" },
    };

    [Theory(Explicit = true)]
    [MemberData(nameof(Pages))]
    public async Task Page_is_pictured_in_light_and_dark(string name, string path)
    {
        var directory = Environment.GetEnvironmentVariable(Variable);
        if (directory is null)
            Assert.Skip("The pictures are made by eng/screenshots.sh.");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.AdminToken, options =>
            {
                options.ColorScheme = scheme;
                options.ViewportSize = new ViewportSize { Width = 1280, Height = 860 };
            });
            await page.GoAsync(seeded.Fill(path));
            var picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}-{scheme.ToString().ToLowerInvariant()}.png") });

            Assert.InRange(picture.Length, 1, MaxBytes);
            page.AssertNoFaults();
        }
    }
}
