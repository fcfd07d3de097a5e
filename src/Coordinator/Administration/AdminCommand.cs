using System.CommandLine;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting.Files;
using LatBench.Settings;
using LatBench.Storage;

namespace LatBench.Coordinator.Administration;

/// <summary>The commands that work on the data of a coordinator from outside it: <c>backup</c>, <c>restore</c>, <c>prune</c>, <c>inspect</c>.</summary>
internal static class AdminCommand
{
    /// <summary>Creates the verbs.</summary>
    public static IEnumerable<Command> Create()
    {
        var (backupSettings, restoreSettings) = (new ConfiguredCommand(CoordinatorSettings.Data), new ConfiguredCommand(CoordinatorSettings.Data));
        var to = new Option<string>("--to") { Description = "File to write; it must not exist.", Required = true };
        var backup = new Command("backup", "Copy the SQLite database, also while a coordinator uses it.") { to };
        backupSettings.AddTo(backup);
        backup.SetAction((parsed, _) => Run(() =>
        {
            var options = CoordinatorConfiguration.Options(backupSettings.Load(parsed));
            Stores.BackupSqlite(options.SqlitePath, Path.GetFullPath(parsed.GetValue(to)!));
            Console.WriteLine($"Copied {options.SqlitePath} to {Path.GetFullPath(parsed.GetValue(to)!)}.");
        }));

        var from = new Option<string>("--from") { Description = "Backup to put in place.", Required = true };
        var restore = new Command("restore", "Put a backup in the place of the SQLite database of a coordinator that does not run.") { from };
        restoreSettings.AddTo(restore);
        restore.SetAction((parsed, _) => Run(() =>
        {
            var options = CoordinatorConfiguration.Options(restoreSettings.Load(parsed));
            using var held = DataDirectory.Take(options);
            var kept = Stores.RestoreSqlite(Path.GetFullPath(parsed.GetValue(from)!), options.SqlitePath, TimeProvider.System.GetUtcNow());
            Console.WriteLine($"Restored {options.SqlitePath}.{(kept is null ? "" : $" What was there is in {kept}.")}");
        }));
        return [backup, restore, PruneCommand.Create(), InspectCommand.Create()];
    }

    /// <summary>Runs a verb; what it cannot do is told in one sentence.</summary>
    public static async Task<int> RunAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return CoordinatorCommand.WrongUsage;
        }
        catch (Exception e) when (e is StorageException or StartupException || FileError.Is(e))
        {
            await Console.Error.WriteLineAsync(FileError.Is(e) ? FileError.Of(e).Sentence() : e.Message);
            return CoordinatorCommand.Failed;
        }
    }

    private static Task<int> Run(Action action) => RunAsync(() =>
    {
        action();
        return Task.CompletedTask;
    });
}
