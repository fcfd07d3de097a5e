using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;
using LatBench.Settings;

namespace LatBench.Cli.Administration;

/// <summary><c>latbench admin</c>: the data of a coordinator on this machine.</summary>
internal static class AdminCommands
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(36_500);

    public static Command Create(CliHost host) => CliHost.Group(
        "admin",
        "Back up, restore and prune the database of a coordinator.",
        Verb(host, "backup", "Copy the SQLite database of the data directory, also while a coordinator uses it.", "latbench admin backup --to backup.db", "--to", "File to write; it must not exist."),
        Verb(host, "restore", "Put a backup in the place of the SQLite database of a coordinator that does not run.", "latbench admin restore --from backup.db", "--from", "Backup to put in place."),
        Prune(host));

    private static CliCommand Verb(CliHost host, string name, string description, string example, string option, string what)
    {
        var file = new Option<string>(option) { Description = what, HelpName = "FILE", Required = true };
        var command = host.Command(name, description, example);
        command.Add(file);
        return command.SetHandler(async context =>
        {
            await using var child = Foreground.Start(ChildPlans.Administration(context, name, option, Path.GetFullPath(context.Get(file)!)), context);
            return await Foreground.WaitAsync([child], context);
        });
    }

    private static CliCommand Prune(CliHost host)
    {
        var age = OptionFactory.Time("--raw-samples-older-than", "Age of a campaign, since its end, from which its raw samples go, for example 180d.", "12h or 180d", MaxAge);
        age.Required = true;
        var dryRun = new Option<bool>("--dry-run") { Description = "Count, and remove nothing." };
        var database = new SettingFlags([CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile]);
        var json = OptionFactory.Json();
        var command = host.Command(
            "prune",
            "Remove the raw samples of old campaigns; figures, conditions and canary stay.",
            "latbench admin prune --raw-samples-older-than 180d --dry-run",
            "latbench admin prune --raw-samples-older-than 180d");
        foreach (var option in new Option[] { age, dryRun, json }.Concat(database.Options))
            command.Add(option);
        return command.SetHandler(async context =>
        {
            List<string> arguments = ["--days", context.Get(age)!.Value.TotalDays.ToString("R", CultureInfo.InvariantCulture)];
            if (context.Get(dryRun))
                arguments.Add("--dry-run");
            if (context.Get(json))
                arguments.Add("--json");
            await using var child = Foreground.Start(ChildPlans.Prune(context, database, arguments), context);
            return await Foreground.WaitAsync([child], context);
        });
    }
}
