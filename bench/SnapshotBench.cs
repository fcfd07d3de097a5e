using System.CommandLine;
using System.Diagnostics;
using LatBench.Bench.Snapshots;
using LatBench.Publishing;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;

namespace LatBench.Bench;

/// <summary>
/// Measures the speed of writing and verifying a snapshot, its size, and the memory that takes. The measurements are made up, as many and as large
/// as real ones, and come as a store gives them, one by one; the database itself is not in the figures.
/// </summary>
internal static class SnapshotBench
{
    private const string Name = "snapshot";

    private static readonly Option<int> Architectures = BenchCommand.Count("--architectures", BenchSpace.Index.All.Count, "Architectures, in the order of the space; those without a path from input to output are not measured.");

    private static readonly Option<int> Targets = BenchCommand.Count("--targets", 50, "Targets.");

    private static readonly Option<int> Samples = BenchCommand.Count("--samples", 100, "Inferences of every model on every target, ten a visit, warm-up not counted.");

    private static readonly Option<string?> Keep = new("--keep") { Description = "Directory of snapshots to write to; by default one that goes with the benchmark." };

    public static Command Command() => BenchCommand.Create(
        Name, "How fast a snapshot is written and verified, how large it is, and how much memory that takes.", [Architectures, Targets, Samples, Keep],
        (parsed, token) => RunAsync(Math.Min(BenchSpace.Index.All.Count, parsed.GetValue(Architectures)), parsed.GetValue(Targets), parsed.GetValue(Samples), parsed.GetValue(Keep), token));

    private static async Task<object> RunAsync(int architectures, int targets, int samples, string? keep, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: {architectures} architectures, {targets} targets, {samples} samples of each model on each target, ten a visit, seed 1");
        var directory = keep ?? Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            var source = new MadeUpMeasurements([.. BenchSpace.Index.All.Take(architectures)], targets, samples);
            using var builder = new SnapshotBuilder(source, new ForgetfulSnapshotStore(), SearchSpaceRegistry.BuiltIn, directory, TimeProvider.System);
            var start = Stopwatch.GetTimestamp();
            var snapshot = (await builder.BuildAsync(new SnapshotRequest(), cancellationToken)).Snapshot;
            var build = Stopwatch.GetElapsedTime(start);

            var path = Path.Combine(directory, snapshot.DirectoryName);
            start = Stopwatch.GetTimestamp();
            if (!(await SnapshotVerifier.VerifyAsync(path, cancellationToken)).IsIntact)
                throw new BenchException("The snapshot that was written is not intact.");
            var verify = Stopwatch.GetElapsedTime(start);
            return Report(SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(Path.Combine(path, SnapshotLayout.ManifestFile), cancellationToken))!, snapshot.SizeBytes, build, verify);
        }
        finally
        {
            if (keep is null)
                Directory.Delete(directory, recursive: true);
        }
    }

    private static object Report(SnapshotManifest manifest, long bytes, TimeSpan build, TimeSpan verify)
    {
        var rows = manifest.Tables.Sum(table => table.Rows);
        var perRow = manifest.Tables.Where(table => table.Rows > 0).ToDictionary(table => table.Name, table => Math.Round(SizeOf(manifest, table) / table.Rows, 2));
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / (1024.0 * 1024);
        var megabytes = bytes / 1e6;
        Console.WriteLine($"build:    {build.TotalSeconds:F1} s, {rows} rows in {manifest.Files.Count} files, {megabytes:F1} MB, {rows / build.TotalSeconds:F0} rows/s");
        foreach (var table in manifest.Tables.Where(table => table.Rows > 0))
            Console.WriteLine($"          {table.Name,-14} {table.Rows,12} rows {perRow[table.Name],9:F2} bytes each");
        Console.WriteLine($"memory:   {peak:F0} MiB at the most, the runtime included");
        Console.WriteLine($"verify:   {verify.TotalSeconds:F2} s, {megabytes / verify.TotalSeconds:F0} MB/s");
        return new
        {
            bench = Name,
            rows,
            rows_per_second = Math.Round(rows / build.TotalSeconds),
            bytes_per_row = Math.Round(bytes / (double)rows, 3),
            bytes_per_row_of = perRow,
            size_mb = Math.Round(megabytes, 2),
            build_seconds = Math.Round(build.TotalSeconds, 2),
            peak_memory_mib = Math.Round(peak),
            verify_mb_per_second = Math.Round(megabytes / verify.TotalSeconds),
        };
    }

    private static double SizeOf(SnapshotManifest manifest, SnapshotTable table) =>
        manifest.Files.Where(file => file.Path == table.Path || file.Path.StartsWith($"data/{table.Name}/", StringComparison.Ordinal)).Sum(file => file.SizeBytes);
}
