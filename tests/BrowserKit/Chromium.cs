using LatBench.TestKit;

namespace LatBench.BrowserKit;

/// <summary>The system's Chromium.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Gets the path of the executable. A test without it ends here.</summary>
    public static string Path()
    {
        var found = Names
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => System.IO.Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
        Needed.OrSkip(found is null ? "Chromium is missing; pages are tested in it: apt-get install chromium" : null);
        return found!;
    }
}
