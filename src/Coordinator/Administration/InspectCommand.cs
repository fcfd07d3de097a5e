using System.CommandLine;
using System.Text.Json;
using LatBench.Coordinator.Hosting;
using LatBench.Settings;
using LatBench.Storage;

namespace LatBench.Coordinator.Administration;

/// <summary><c>inspect</c>: tells the state of the database in one JSON document, and changes nothing. <c>latbench doctor</c> runs it.</summary>
internal static class InspectCommand
{
    private const int WrongUsage = 2;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var command = new Command("inspect", "Tell the state of the database, and change nothing.");
        var settings = new ConfiguredCommand(CoordinatorSettings.Data, CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile);
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CoordinatorOptions options;
            try
            {
                options = CoordinatorConfiguration.Options(settings.Load(parsed));
            }
            catch (SettingsException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return WrongUsage;
            }

            var (schema, error) = await InspectAsync(options, cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(new { Database = options.Database is null ? options.SqlitePath : "Postgres", Schema = schema, Error = error }, Json));
            return 0;
        });
        return command;
    }

    private static async Task<(string? Schema, string? Error)> InspectAsync(CoordinatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var state = options.Database is { } connection
                ? await Stores.InspectPostgresAsync(connection, cancellationToken)
                : Stores.InspectSqlite(options.SqlitePath);
            return (JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()), null);
        }
        catch (StorageException exception)
        {
            return (null, exception.Message);
        }
    }
}
