using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots list</c>.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command("list", "All snapshots, newest first.", "latbench snapshots list");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var snapshots = await Pages.ReadAsync(async token =>
            {
                var request = new ListSnapshotsRequest { PageSize = PageSize, PageToken = token };
                var page = await connection.Snapshots.ListSnapshotsAsync(request, cancellationToken: context.CancellationToken);
                return ((IEnumerable<Snapshot>)page.Snapshots, page.NextPageToken);
            });
            if (context.Get(json))
                context.Terminal.Json(new ListSnapshotsResponse { Snapshots = { snapshots } });
            else if (snapshots.Count == 0)
                context.Terminal.Note("There is no snapshot yet: publish one with `latbench snapshots create`.");
            else
                context.Terminal.Table(["VERSION", "ROWS", "SIZE", "CREATED", "SHA-256", "PATH"], snapshots.Select(Row));
            return ExitCode.Done;
        });
    }

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
