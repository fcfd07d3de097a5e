using LatBench.Cli.CommandLine;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.Measurements.Comparisons;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Comparisons;

/// <summary>Compares two versions of a dataset, whose published intervals are all there is.</summary>
internal static class SnapshotPairs
{
    /// <summary>Reads both and compares the models that they have in common, each once however many architectures share it.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="first">The first snapshot.</param>
    /// <param name="second">The second snapshot.</param>
    /// <param name="space">The search space; empty for all.</param>
    /// <param name="options">Tolerance and equivalence bound.</param>
    public static async Task<ComparedModels> CompareAsync(CommandContext context, ComparisonSide first, ComparisonSide second, string space, ComparisonOptions options)
    {
        var (one, other) = (await ReadAsync(context, first, space), await ReadAsync(context, second, space));
        var after = other.ToDictionary(row => row.Key);
        var common = one.Where(row => after.ContainsKey(row.Key)).Select(row => (Before: row, After: after[row.Key]))
            .DistinctBy(pair => (pair.Before.ModelSha256, pair.After.ModelSha256, pair.Before.Key.Target, pair.Before.Key.Configuration));
        var models = common.Select(pair => Compare(pair.Before, pair.After, options)).ToArray();
        return new ComparedModels(models, Distinct(one.Where(row => !after.ContainsKey(row.Key))), Distinct(other.ExceptBy(one.Select(row => row.Key), row => row.Key)));
    }

    private static int Distinct(IEnumerable<SnapshotInterval> rows) => rows.Select(row => (row.ModelSha256, row.Key.Target)).Distinct().Count();

    private static ComparedModel Compare(SnapshotInterval before, SnapshotInterval after, ComparisonOptions options)
    {
        // Rows whose figures are equal to the last digit are of one measurement, which both versions publish.
        var ratio = before.ModelSha256 == after.ModelSha256 && (before.Latency, before.Low, before.High) == (after.Latency, after.Low, after.High)
            ? new LatencyRatio(1, 1, 1)
            : RatioEstimator.FromIntervals(before.Latency, (before.Low, before.High), after.Latency, (after.Low, after.High));
        return new ComparedModel
        {
            Model = before.Key.Architecture,
            SecondModel = after.Key.Architecture,
            Space = before.Key.Space,
            Configuration = before.Key.Configuration,
            SecondConfiguration = after.Key.Configuration,
            Target = before.Key.Target,
            SecondTarget = after.Key.Target,
            Comparison = MeasurementComparer.Compare(ratio, before.Latency, after.Latency, options),
        };
    }

    private static async Task<IReadOnlyList<SnapshotInterval>> ReadAsync(CommandContext context, ComparisonSide side, string space)
    {
        var directory = await DirectoryAsync(context, side);
        try
        {
            var rows = await SnapshotIntervals.ReadAsync(directory, context.CancellationToken);
            return space.Length == 0 ? rows : [.. rows.Where(row => row.Key.Space == space)];
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    /// <summary>A version is looked up at the coordinator, and read where its files are on this machine.</summary>
    private static async Task<string> DirectoryAsync(CommandContext context, ComparisonSide side)
    {
        if (Path.IsPathRooted(side.Name))
            return side.Name;
        using var connection = context.Connect();
        var snapshot = (await connection.Snapshots.GetSnapshotAsync(new GetSnapshotRequest { Name = side.Name }, cancellationToken: context.CancellationToken)).Snapshot;
        return File.Exists(Path.Combine(snapshot.Path, SnapshotLayout.ManifestFile))
            ? Path.GetFullPath(snapshot.Path)
            : throw new CliException($"The files of snapshot {snapshot.Version} are not on this machine: fetch them with `latbench snapshots download {ShellWord.Quote(snapshot.Version)} --out {ShellWord.Quote(SnapshotLayout.DirectoryName(SnapshotVersion.Parse(snapshot.Version)))}` and name that directory.");
    }
}
