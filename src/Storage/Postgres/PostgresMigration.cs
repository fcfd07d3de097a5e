using DbUp;
using LatBench.Storage.Sql;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>Brings the schema up to date, one replica after the other.</summary>
internal static class PostgresMigration
{
    /// <summary>Key of the advisory lock: any number that nothing else in the database uses.</summary>
    private const long LockKey = 0x4C61_7442_656E_6368;

    public static async Task RunAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        // Connections of their own, closed for good afterwards.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ToString());
        await using var _ = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        SchemaMigration.Run(DeployChanges.To.PostgresqlDatabase(settings.ToString()), "Postgres", $"the {name}");
    }
}
