using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots create</c>.</summary>
internal static class CreateSnapshotCommand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    public static Command Create(CliHost host)
    {
        var version = new Option<string>("--version")
        {
            Description = "Wished version [default: the next one that fits what changed].",
            HelpName = "V",
            DefaultValueFactory = _ => "",
        };
        version.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetValueOrDefault<string>() is var text && !SnapshotVersion.TryParse(text, out _))
                result.AddError($"'{text}' is not a snapshot version: write MAJOR.MINOR.PATCH, for example 1.0.0.");
        });
        var data = new DataOptions();
        var publication = new PublicationOptions();
        var json = OptionFactory.Json();
        var command = host.Command(
            "create",
            "Publish what is measured; where nothing has changed, the last snapshot is given.",
            "latbench snapshots create",
            "latbench snapshots create --version 1.1.0 --campaign 3",
            "latbench snapshots create --campaign 1 --repeat-campaign 2 --license CC-BY-4.0 --publisher 'Our lab' --figures predictors.json");
        command.Add(version);
        data.AddTo(command);
        publication.AddTo(command);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            var request = new CreateSnapshotRequest { Version = context.Get(version) };
            data.Apply(context, request);
            await publication.ApplyAsync(context, request);
            using var connection = context.Connect();
            var response = await PublishAsync(context.Terminal, connection, request, context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                Show(context.Terminal, response);
            return ExitCode.Done;
        });
    }

    public static Task<CreateSnapshotResponse> PublishAsync(
        Terminal terminal, CoordinatorConnection connection, CreateSnapshotRequest request, CancellationToken cancellationToken) =>
        WorkNotice.WhileAsync(
            terminal,
            "Building the snapshot",
            connection.Snapshots.CreateSnapshotAsync(request, deadline: connection.Within(Deadline), cancellationToken: cancellationToken).ResponseAsync);

    private static void Show(Terminal terminal, CreateSnapshotResponse response)
    {
        var snapshot = response.Snapshot;
        terminal.Line($"{snapshot.Name}: {Figures.Count(snapshot.Rows, "row")}, {Figures.Bytes(snapshot.SizeBytes)}, in {snapshot.Path}");
        if (!response.Created)
            terminal.Note("Nothing has changed since that snapshot.");
    }
}
