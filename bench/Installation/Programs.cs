namespace LatBench.Bench.Installation;

/// <summary>The executables of LatBench, as built beside the benchmarks.</summary>
internal static class Programs
{
    public const string Coordinator = "Coordinator";
    public const string DeviceAgent = "DeviceAgent";
    public const string Cli = "Cli";

    /// <summary><c>artifacts/bin/PROJECT/CONFIGURATION/LatBench.PROJECT.dll</c>.</summary>
    public static string Path(string project)
    {
        var configuration = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"LatBench.{project}.dll"));
    }
}
