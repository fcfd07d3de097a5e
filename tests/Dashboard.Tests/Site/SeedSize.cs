namespace LatBench.Dashboard.Tests.Site;

/// <summary>The amount of what a seeded site has: little for tests, more for pictures.</summary>
/// <param name="Models">The number of measured networks.</param>
/// <param name="Passes">The passes of each.</param>
/// <param name="Labels">The latencies that the predictor learns from.</param>
/// <param name="Suggestions">The suggestions of the search.</param>
/// <param name="LimitMs">The latency limit of the search.</param>
internal sealed record SeedSize(int Models, string Passes, int Labels, int Suggestions, double LimitMs)
{
    /// <summary>Gets the size that is wished: that for pictures where they are made.</summary>
    public static SeedSize Wished => ScreenshotTests.Directory is null ? new(4, "2..3", 150, 6, 5) : new(40, "5..8", 400, 60, 1.2);
}
