using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>The connection string as LatBench uses it. What it says itself is kept; the rest depends on how the server is reached.</summary>
/// <param name="Direct">For sessions with the server itself.</param>
/// <param name="BehindPooler">For a connection pooler, which may give each transaction another session.</param>
internal sealed record PostgresSettings(NpgsqlConnectionStringBuilder Direct, NpgsqlConnectionStringBuilder BehindPooler)
{
    private const int KeepAliveSeconds = 30;
    private const int PreparedStatements = 100;

    /// <summary>The second use of a statement prepares it: there are few, and every connection has to learn them.</summary>
    private const int UsesBeforePreparing = 2;

    /// <summary>Two replicas fit into the 100 clients that PgBouncer takes by default.</summary>
    private const int ConnectionsBehindPooler = 40;

    private static readonly string[] MaxPoolSizeNames = ["Maximum Pool Size", "Max Pool Size"];

    /// <summary>The database in messages; never with its password.</summary>
    public string Name { get; } = FormattableString.Invariant($"Postgres database '{Direct.Database ?? Direct.Username}' at {Direct.Host}:{Direct.Port}");

    /// <exception cref="StorageException">It cannot be read.</exception>
    public static PostgresSettings Parse(string connectionString)
    {
        try
        {
            var direct = new NpgsqlConnectionStringBuilder(connectionString);
            direct.ApplicationName ??= "latbench";
            if (direct.KeepAlive == 0)
                direct.KeepAlive = KeepAliveSeconds;
            if (string.IsNullOrEmpty(direct.Host))
                throw new ArgumentException("it names no Host.");
            if (direct.Multiplexing)
                throw new StorageException("The database connection string sets Multiplexing, with which LatBench's sessions do not work: remove it.", isTransient: false);
            var pooled = new NpgsqlConnectionStringBuilder(direct.ToString());
            if (!direct.ShouldSerialize("Max Auto Prepare"))
            {
                direct.MaxAutoPrepare = PreparedStatements;
                pooled.MaxAutoPrepare = 0;
            }

            if (!direct.ShouldSerialize("Auto Prepare Min Usages"))
                direct.AutoPrepareMinUsages = UsesBeforePreparing;
            // What DISCARD ALL would reset belongs to a session that another client may have by then; LatBench leaves nothing in a session.
            pooled.NoResetOnClose = true;
            if (!MaxPoolSizeNames.Any(pooled.ShouldSerialize))
                pooled.MaxPoolSize = Math.Max(ConnectionsBehindPooler, pooled.MinPoolSize);
            return new(direct, pooled);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new StorageException("The database connection string cannot be read: give it as 'Host=…;Username=…;Password=…;Database=…'.", isTransient: false, exception);
        }
    }
}
