using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>The connection string as LatBench uses it.</summary>
internal static class PostgresSettings
{
    private const int KeepAliveSeconds = 30;
    private const int PreparedStatements = 100;

    /// <summary>The second use of a statement prepares it: there are few, and every connection has to learn them.</summary>
    private const int UsesBeforePreparing = 2;

    /// <exception cref="StorageException">It cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            settings.ApplicationName ??= "latbench";
            if (settings.KeepAlive == 0)
                settings.KeepAlive = KeepAliveSeconds;
            // Can be set to 0 for a connection pooler that does not keep prepared statements.
            if (!settings.ShouldSerialize("Max Auto Prepare"))
                settings.MaxAutoPrepare = PreparedStatements;
            if (!settings.ShouldSerialize("Auto Prepare Min Usages"))
                settings.AutoPrepareMinUsages = UsesBeforePreparing;
            if (string.IsNullOrEmpty(settings.Host))
                throw new ArgumentException("it names no Host.");
            return settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new StorageException("The database connection string cannot be read: give it as 'Host=…;Username=…;Password=…;Database=…'.", isTransient: false, exception);
        }
    }

    /// <summary>How the database is called in messages; never with its password.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        FormattableString.Invariant($"Postgres database '{settings.Database ?? settings.Username}' at {settings.Host}:{settings.Port}");
}
