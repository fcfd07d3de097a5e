using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Security;
using LatBench.Settings;
using LatBench.Storage;
using LatBench.Storage.Measurements;

namespace LatBench.Coordinator.Administration;

/// <summary><c>prune</c>: removes what is older than a lab wants to keep, also while coordinators use the database.</summary>
internal static class PruneCommand
{
    /// <summary>Few enough that no coordinator waits long for a transaction.</summary>
    private const int MeasurementsAtOnce = 200;

    private const int MaxDays = 36_500;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var days = new Option<double>("--days")
        {
            Description = "Raw samples of campaigns that ended longer ago than so many days are removed.",
            Required = true,
            Validators = { result => { if (result.GetValueOrDefault<double>() is not (> 0 and <= MaxDays)) result.AddError($"--days must be more than 0 and at most {MaxDays}."); } },
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count, and remove nothing." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var command = new Command("prune", "Remove the raw samples of old campaigns.") { days, dryRun, json };
        var settings = new ConfiguredCommand(CoordinatorSettings.Data, CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile);
        settings.AddTo(command);
        command.SetAction((parsed, token) => AdminCommand.RunAsync(async () =>
        {
            var options = CoordinatorConfiguration.Options(settings.Load(parsed));
            var before = TimeProvider.System.GetUtcNow().AddDays(-parsed.GetValue(days));
            await RunAsync(options, before, parsed.GetValue(dryRun), parsed.GetValue(json), token);
        }));
        return command;
    }

    private static async Task RunAsync(CoordinatorOptions options, DateTimeOffset before, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        if (options.Database is null && !File.Exists(options.SqlitePath))
            throw new StorageException($"There is no database '{options.SqlitePath}': name the data directory of a coordinator, or a Postgres database in {CoordinatorSettings.Database.Variable}.", isTransient: false);
        await using var store = options.Database is { } connection ? Stores.Postgres(connection) : Stores.Sqlite(options.SqlitePath);
        await store.MigrateAsync(cancellationToken);
        var total = new RemovedSamples(0, 0, 0, 0);
        try
        {
            while (await NextAsync(store, before, total, dryRun, cancellationToken) is { LastMeasurement: not null } next)
                total = new(total.Measurements + next.Measurements, total.Passes + next.Passes, total.Bytes + next.Bytes, next.LastMeasurement);
        }
        finally
        {
            // What was removed before something went wrong is written down as well.
            if (!dryRun)
                Record(options, before, total);
        }

        Console.WriteLine(json ? Document(before, total, dryRun) : Sentence(before, total, dryRun));
    }

    private static Task<RemovedSamples> NextAsync(IStore store, DateTimeOffset before, RemovedSamples total, bool dryRun, CancellationToken cancellationToken) =>
        store.Measurements.RemoveRawSamplesAsync(new(before, total.LastMeasurement ?? 0, MeasurementsAtOnce, dryRun), cancellationToken);

    private static void Record(CoordinatorOptions options, DateTimeOffset before, RemovedSamples total)
    {
        Directory.CreateDirectory(options.DataDirectory);
        using var file = new AuditFile(options.AdminAuditFile);
        file.Append(new(
            TimeProvider.System.GetUtcNow(),
            "admin prune",
            "OK",
            Role: null,
            Token: null,
            Device: null,
            Environment.UserName,
            string.Create(CultureInfo.InvariantCulture, $"raw samples of campaigns that ended before {before:yyyy-MM-ddTHH:mm:ssZ}: {total.Measurements} measurements, {total.Passes} passes, {total.Bytes} bytes")));
    }

    private static string Document(DateTimeOffset before, RemovedSamples total, bool dryRun) =>
        JsonSerializer.Serialize(new { EndedBefore = before, DryRun = dryRun, total.Measurements, total.Passes, total.Bytes }, Json);

    private static string Sentence(DateTimeOffset before, RemovedSamples total, bool dryRun) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(dryRun ? "Would remove" : "Removed")} the raw samples of {total.Passes} passes of {total.Measurements} measurements ({total.Bytes / 1e6:F1} MB), of campaigns that ended before {before:yyyy-MM-dd HH:mm} UTC.{(dryRun ? "" : " The space is used again; the file does not shrink by itself.")}");
}
