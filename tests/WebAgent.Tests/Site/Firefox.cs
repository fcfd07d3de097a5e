using LatBench.TestKit;

namespace LatBench.WebAgent.Tests.Site;

/// <summary>The system's Firefox, headless and without a driver.</summary>
internal static class Firefox
{
    private static readonly string[] Names = ["firefox-esr", "firefox"];

    /// <summary>Starts it on an address with a profile of its own. A test without it ends here.</summary>
    public static Task<Daemon> OpenAsync(Uri address, TempDirectory directory)
    {
        var path = Names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Needed.OrSkip(path is null ? "Firefox is missing; the agent of browsers is tested in it: apt-get install firefox-esr" : null);
        var profile = Directory.CreateDirectory(directory.PathOf("profile")).FullName;
        Directory.CreateDirectory(directory.PathOf("home"));
        var start = Program.Redirected(path!, ["--headless", "--no-remote", "--profile", profile, address.AbsoluteUri]);
        return Daemon.StartAsync("firefox", start, "headless mode", ("HOME", directory.PathOf("home")), ("XDG_RUNTIME_DIR", null));
    }
}
