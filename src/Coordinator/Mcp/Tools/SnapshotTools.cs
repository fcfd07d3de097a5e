using System.ComponentModel;
using LatBench.Contracts.V1;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for snapshots.</summary>
[McpServerToolType]
internal sealed class SnapshotTools(McpApi api)
{
    /// <summary>Lists snapshots, newest first.</summary>
    [McpServerTool(Name = "list_snapshots", Title = "List snapshots", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lists snapshots, newest first: published versions of the measurements as Parquet files, each immutable and with a checksum. They are downloaded with 'latbench snapshots download VERSION' or from /snapshots/VERSION/.")]
    public async Task<SnapshotPage> ListAsync(
        [Description("Rows of a page, 1 to 100; 20 by default.")] int? limit = null,
        [Description("next_page of the answer before; leave it away for the first page.")] string? page = null,
        CancellationToken cancellationToken = default)
    {
        var response = await api.Snapshots.ListSnapshotsAsync(new ListSnapshotsRequest { PageSize = Limits.Rows(limit), PageToken = page ?? "" }, cancellationToken: cancellationToken);
        return new SnapshotPage(
            [.. response.Snapshots.Select(snapshot => new SnapshotRow(snapshot.Version, snapshot.Rows, snapshot.SizeBytes, snapshot.Sha256, snapshot.CreateTime?.ToDateTimeOffset()))],
            response.NextPageToken.Length > 0 ? response.NextPageToken : null);
    }
}

/// <summary>A page of snapshots.</summary>
/// <param name="Snapshots">The snapshots.</param>
/// <param name="NextPage">What gets the next page; null on the last.</param>
internal sealed record SnapshotPage(IReadOnlyList<SnapshotRow> Snapshots, string? NextPage);

/// <summary>A snapshot.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Rows">Rows of the latency table: architectures × targets.</param>
/// <param name="SizeBytes">All bytes together.</param>
/// <param name="Sha256">The SHA-256 of SHA256SUMS, which names every other file with its hash.</param>
/// <param name="Created">When it was made.</param>
internal sealed record SnapshotRow(string Version, long Rows, long SizeBytes, string Sha256, DateTimeOffset? Created);
