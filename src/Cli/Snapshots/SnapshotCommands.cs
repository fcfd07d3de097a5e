using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots …</c>.</summary>
internal static class SnapshotCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "snapshots",
        "Immutable, versioned publications of measurements.",
        CreateSnapshotCommand.Create(host),
        List(host),
        Show(host),
        DownloadCommand.Create(host),
        VerifyCommand.Create(host),
        Diff(host),
        PushCommand.Create(host));

    private static Command List(CliHost host) =>
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

    private static CliCommand Show(CliHost host) =>
        new ResourceCommand<Snapshot>
        {
            Name = SnapshotArgument.Create(),
            Call = async (context, connection, name) =>
                (await connection.Snapshots.GetSnapshotAsync(new GetSnapshotRequest { Name = name }, cancellationToken: context.CancellationToken)).Snapshot,
            Print = (context, snapshot) => Print(context.Terminal, snapshot),
        }.Create(host, "show", "One snapshot with its files.", ["latbench snapshots show latest"]);

    private static void Print(Terminal terminal, Snapshot snapshot)
    {
        terminal.Pairs(
        [
            ("Version", snapshot.Version),
            ("Rows", Figures.Count(snapshot.Rows)),
            ("Size", Figures.Bytes(snapshot.SizeBytes)),
            ("SHA-256", snapshot.Sha256),
            ("Created", Figures.Time(snapshot.CreateTime)),
            ("Path", snapshot.Path),
        ]);
        terminal.Line();
        terminal.Table(["FILE", "SIZE", "SHA-256"], snapshot.Files.Select(file => new[] { file.Path, Figures.Bytes(file.SizeBytes), file.Sha256 }));
    }

    private static CliCommand Diff(CliHost host)
    {
        var before = SnapshotArgument.Create("BASE", "The snapshot to compare with: a version such as 1.0.0, or `latest`.");
        var after = SnapshotArgument.Create();
        var json = OptionFactory.Json();
        var command = host.Command("diff", "What a snapshot changes over another one, target by target.", "latbench snapshots diff 1.0.0 latest");
        command.Add(before);
        command.Add(after);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new DiffSnapshotsRequest { Name = context.Get(after)!, Base = context.Get(before)! };
            var diff = await connection.Snapshots.DiffSnapshotsAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(diff);
            else
                Print(context.Terminal, diff);
            return ExitCode.Done;
        });
    }

    private static void Print(Terminal terminal, DiffSnapshotsResponse diff)
    {
        terminal.Line($"{diff.BaseVersion} to {diff.Version}: {diff.Change}");
        terminal.Table(["TARGET", "ADDED", "CHANGED", "REMOVED"], diff.Targets.Select(target => new[]
        {
            target.Target, Figures.Count(target.Added), Figures.Count(target.Changed), Figures.Count(target.Removed),
        }));
        if (diff.Tables.Count > 0)
            terminal.Line($"Other tables that differ: {string.Join(", ", diff.Tables)}.");
        foreach (var target in diff.Targets.Where(target => target.Largest.Count > 0))
        {
            terminal.Line();
            terminal.Line($"Latencies on {target.Target} that changed most:");
            terminal.Table(["ARCHITECTURE", "BEFORE", "NOW", "CHANGE"], target.Largest.Select(change => new[]
            {
                change.Architecture, Figures.Milliseconds(change.BeforeMs), Figures.Milliseconds(change.AfterMs), Figures.Percent((change.AfterMs / change.BeforeMs) - 1),
            }));
        }
    }
}

/// <summary>A snapshot on the command line: a version, <c>snapshots/VERSION</c>, or <c>latest</c>.</summary>
internal static class SnapshotArgument
{
    private const string Collection = "snapshots/";

    /// <summary>The argument; its value is the full name.</summary>
    public static Argument<string> Create(string name = "VERSION", string description = "The snapshot: a version such as 1.0.0, or `latest`.") => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var last = text.StartsWith(Collection, StringComparison.Ordinal) ? text[Collection.Length..] : text;
            if (last == "latest" || SnapshotVersion.TryParse(last, out _))
                return Collection + last;
            result.AddError($"'{text}' is not a snapshot version: write MAJOR.MINOR.PATCH, for example 1.0.0, or latest.");
            return null;
        },
    };
}
