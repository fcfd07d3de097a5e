using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Measurements;

/// <summary>Takes the latencies of one target out of a snapshot of another installation.</summary>
internal static class SnapshotImport
{
    private const string DefaultColumn = "latency_ms";

    /// <summary>The latencies, and where they come from in a line.</summary>
    /// <exception cref="CliException">It is no intact snapshot, or has no such latencies.</exception>
    public static async Task<(LatencyColumn Table, string Source)> ReadAsync(string directory, string? column, string? target, ModelConfig models, CancellationToken cancellationToken)
    {
        var verified = await SnapshotVerifier.VerifyAsync(directory, cancellationToken);
        if (!verified.IsIntact)
            throw new CliException($"{directory} is not an intact snapshot: see what `latbench snapshots verify {ShellWord.Quote(directory)}` says of it.");
        var form = new SnapshotForm(
            Words.Of(Words.Datasets, models.Dataset), models.Batch, Words.Of(Words.Precisions, models.Precision), Words.Of(Words.Variants, models.GraphVariant));
        try
        {
            var (slug, table) = await SnapshotLatencies.ReadAsync(SearchSpaceRegistry.BuiltIn.Default, directory, new SnapshotWish(column ?? DefaultColumn, target, form), cancellationToken);
            return (table, $"LatBench snapshot {verified.Manifest!.Version}, {slug}, {column ?? DefaultColumn}, SHA256SUMS {verified.Sha256![..16]}");
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }
}
