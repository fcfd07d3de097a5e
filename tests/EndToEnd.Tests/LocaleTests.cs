using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>Locale, time zone and home directory of the user change nothing, even where the runtime is told to use the locale.</summary>
public sealed class LocaleTests : IDisposable
{
    private const string Table = "arch,latency_ms\n000100,1.5\n000200,1234.25\n";

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("de_DE.UTF-8", "Asia/Kathmandu")]
    [InlineData("tr_TR.UTF-8", "Pacific/Kiritimati")]
    [InlineData("tlh_XX", "Mars/Olympus")]
    public async Task Numbers_are_the_same_in_every_locale(string locale, string timeZone)
    {
        var file = _directory.PathOf("latencies.csv");
        await File.WriteAllTextAsync(file, Table, Cancel);
        (string, string?)[] environment =
            [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("LANG", locale), ("LC_ALL", locale), ("LANGUAGE", null), ("TZ", timeZone), ("HOME", null)];
        await using var installation = new Installation(null, environment);
        await installation.StartCoordinatorAsync();

        (await CommandResult.RunAsync(environment, "measurements", "import", file, "--target", "imported/table", "--column", "latency_ms", "--data", installation.Data)).Expect(0);
        var export = (await CommandResult.RunAsync(environment, "measurements", "export", "--target", "imported/table", "--data", installation.Data)).Expect(0);

        Assert.Contains(",1.5\n", export.Output, StringComparison.Ordinal);
        Assert.Contains(",1234.25\n", export.Output, StringComparison.Ordinal);
        Assert.Equal(3, export.Output.Count(letter => letter == '\n'));
    }

    /// <summary>With this the runtime ends the process at an unknown locale, and so it does where ICU is absent, unless the script keeps it from looking.</summary>
    [Fact]
    public async Task Script_keeps_the_runtime_from_the_locale()
    {
        var script = _directory.PathOf("latbench");
        File.Copy(RepositoryRoot.PathOf("latbench"), script);
        Directory.CreateDirectory(_directory.PathOf("artifacts/bin/Cli"));
        Directory.CreateSymbolicLink(_directory.PathOf("artifacts/bin/Cli/release"), Program.Folder(Program.Cli));
        // Up to date: there are no sources beside it that could be newer.
        await File.WriteAllTextAsync(_directory.PathOf("artifacts/latbench.stamp"), "", Cancel);
        (string, string?)[] environment =
            [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY", "1"), ("LANG", "tlh_XX"), ("LC_ALL", "tlh_XX")];

        var help = (await CommandResult.RunAsync(Program.Redirected("/bin/sh", [script, "--help"]), environment)).Expect(0);

        Assert.Contains("quickstart", help.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
