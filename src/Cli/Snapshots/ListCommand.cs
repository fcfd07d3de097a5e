using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host) =>
        new Listing<Snapshot>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListSnapshotsRequest { PageSize = size, PageToken = token };
                var page = await connection.Snapshots.ListSnapshotsAsync(request, cancellationToken: context.CancellationToken);
                return (page.Snapshots, page.NextPageToken);
            },
            Document = snapshots => new ListSnapshotsResponse { Snapshots = { snapshots } },
            Empty = "There is no snapshot yet: publish one with `latbench snapshots create`.",
            Headings = ["VERSION", "ROWS", "SIZE", "CREATED", "SHA-256", "PATH"],
            Row = (snapshot, _) => Row(snapshot),
        }.Create(host, "All snapshots, newest first.", "latbench snapshots list");

    private static string[] Row(Snapshot snapshot) =>
    [
        snapshot.Version,
        Figures.Count(snapshot.Rows),
        Figures.Bytes(snapshot.SizeBytes),
        Figures.Time(snapshot.CreateTime),
        snapshot.Sha256,
        snapshot.Path,
    ];
}
