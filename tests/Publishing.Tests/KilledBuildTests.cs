using System.Diagnostics;
using LatBench.SnapshotFormat;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests;

/// <summary>A snapshot appears whole or not at all, also when the process that makes it dies in the middle.</summary>
public sealed class KilledBuildTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_killed_in_the_middle_leaves_no_snapshot_and_the_next_one_is_whole()
    {
        using var directory = new TempDirectory();
        var snapshots = directory.PathOf("snapshots");
        using (var killed = Start(snapshots, architectures: 15_625))
        {
            await UntilSamplesAreWrittenAsync(snapshots, killed);
            killed.Kill();
            await killed.WaitForExitAsync(Token);
        }

        Assert.Equal([".building"], Directory.EnumerateDirectories(snapshots).Select(path => Path.GetFileName(path)));

        using var next = Start(snapshots, architectures: 100);
        _ = next.StandardOutput.ReadToEndAsync(Token);
        await next.WaitForExitAsync(Token).WaitAsync(Timeout, Token);

        Assert.Equal(0, next.ExitCode);
        Assert.Equal(["latbench-1.0.0"], Directory.EnumerateDirectories(snapshots).Select(path => Path.GetFileName(path)));
        Assert.Empty((await SnapshotVerifier.VerifyAsync(Path.Combine(snapshots, "latbench-1.0.0"), Token)).Problems);
    }

    private static Process Start(string snapshots, int architectures)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = RepositoryRoot.PathOf("artifacts", "bin", "Bench", configuration, "LatBench.Bench.dll");
        string[] arguments = [program, "snapshot", "--architectures", $"{architectures}", "--targets", "2", "--samples", "100", "--keep", snapshots];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }

    // The first row group reaches the disk long before the last target is begun.
    private static async Task UntilSamplesAreWrittenAsync(string snapshots, Process process)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var samples = Path.Combine(snapshots, ".building", "data", "samples");
        while (!(Directory.Exists(samples) && new DirectoryInfo(samples).EnumerateFiles("*.parquet", SearchOption.AllDirectories).Any(file => file.Length > 100_000)))
        {
            Assert.False(process.HasExited, "The build ended before it could be killed.");
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }
}
