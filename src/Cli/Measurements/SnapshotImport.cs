using LatBench.Cli.CommandLine;
using LatBench.Contracts.CommandLines;
using LatBench.LatencyTables;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Measurements;

/// <summary>Takes the latencies of one target out of a snapshot of another installation.</summary>
internal static class SnapshotImport
{
    private const string DefaultColumn = "latency_ms";

    /// <summary>The latencies, and where they come from in a line.</summary>
    /// <exception cref="CliException">It is no intact snapshot, or has no such latencies.</exception>
    public static async Task<(LatencyColumn Table, string Source)> ReadAsync(ISearchSpace space, string directory, string? column, string? target, ModelConfiguration models, CancellationToken cancellationToken)
    {
        var verified = await SnapshotVerifier.VerifyAsync(directory, cancellationToken);
        if (!verified.IsIntact)
            throw new CliException($"{directory} is not an intact snapshot: see what `latbench snapshots verify {ShellWord.Quote(directory)}` says of it.");
        try
        {
            var (slug, table) = await SnapshotLatencies.ReadAsync(space, directory, new SnapshotWish(column ?? DefaultColumn, target, models), cancellationToken);
            return (table, $"LatBench snapshot {verified.Manifest!.Version}, {slug}, {column ?? DefaultColumn}, SHA256SUMS {verified.Sha256![..16]}");
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }
}
