using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Administration;

/// <summary><c>latbench admin</c>: the data of a coordinator on this machine.</summary>
internal static class AdminCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "admin",
        "Back up, restore and prune the database of a coordinator.",
        Verb(host, "backup", "Copy the SQLite database of the data directory, also while a coordinator uses it.", "latbench admin backup --to backup.db", "--to", "File to write; it must not exist."),
        Verb(host, "restore", "Put a backup in the place of the SQLite database of a coordinator that does not run.", "latbench admin restore --from backup.db", "--from", "Backup to put in place."),
        PruneCommand.Create(host));

    private static CliCommand Verb(CliHost host, string name, string description, string example, string option, string what)
    {
        var file = new Option<string>(option) { Description = what, HelpName = "FILE", Required = true };
        var command = host.Command(name, description, example);
        command.Add(file);
        return command.Does(async context =>
        {
            await using var child = Foreground.Start(ChildPlans.Administration(context, name, option, Path.GetFullPath(context.Get(file)!)), context);
            return await Foreground.WaitAsync([child], context.CancellationToken);
        });
    }
}
