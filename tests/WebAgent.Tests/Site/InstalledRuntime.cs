using LatBench.TestKit;

namespace LatBench.WebAgent.Tests.Site;

/// <summary>The runtime for browsers, installed once with npm into a directory that all tests share and that stays for the next run.</summary>
internal static class InstalledRuntime
{
    private const string DirectoryName = "web-runtimes";

    private static readonly string Data = RepositoryRoot.PathOf("artifacts", "web-runtime-tests");

    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Puts the runtime into the data directory of a coordinator, as a link.</summary>
    public static async Task LinkIntoAsync(string data)
    {
        await EnsureAsync();
        Directory.CreateDirectory(data);
        Directory.CreateSymbolicLink(Path.Combine(data, DirectoryName), Path.Combine(Data, DirectoryName));
    }

    private static async Task EnsureAsync()
    {
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            (await CommandResult.RunAsync("web-runtime", "install", "--data", Data)).Expect(0);
        }
        finally
        {
            One.Release();
        }
    }
}
