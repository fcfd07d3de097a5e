using LatBench.Storage.Postgres;
using LatBench.Storage.Sql;
using LatBench.Storage.Sqlite;

namespace LatBench.Storage;

/// <summary>Opens stores. Nothing is read or written before <see cref="IStore.MigrateAsync"/>.</summary>
public static class Stores
{
    /// <summary>A store in one SQLite file; the file and its directory are made by <see cref="IStore.MigrateAsync"/>.</summary>
    /// <param name="databasePath">Path of the file, for example <c>.latbench/latbench.db</c>.</param>
    /// <param name="timeProvider">Clock of the waits on signals; the system's by default.</param>
    public static IStore Sqlite(string databasePath, TimeProvider? timeProvider = null) =>
        new SqlStore(new SqliteDatabase(databasePath, timeProvider ?? TimeProvider.System));

    /// <summary>Looks at the schema of a SQLite database, also one in use, and changes nothing.</summary>
    /// <exception cref="StorageException">The database cannot be read, is damaged, or its schema is newer than this build.</exception>
    public static SchemaState InspectSqlite(string databasePath) => SqliteMigration.Inspect(databasePath);

    /// <summary>Looks at the schema of a Postgres database, and changes nothing.</summary>
    /// <exception cref="StorageException">The connection string cannot be read, the server does not answer or refuses, or the schema is newer than this build.</exception>
    public static Task<SchemaState> InspectPostgresAsync(string connectionString, CancellationToken cancellationToken) =>
        PostgresDatabase.InspectAsync(connectionString, cancellationToken);

    /// <summary>Copies a SQLite database, also one in use, to a file that does not exist.</summary>
    /// <exception cref="StorageException">The file exists, or the database cannot be read or is damaged.</exception>
    public static void BackupSqlite(string databasePath, string copyPath) => SqliteBackup.Create(databasePath, copyPath);

    /// <summary>Puts a copy in the place of a SQLite database that no process uses, and gives the path at which what was there is kept; null where nothing was.</summary>
    /// <exception cref="StorageException">The copy cannot be read or is damaged: the database is as it was.</exception>
    public static string? RestoreSqlite(string copyPath, string databasePath, DateTimeOffset now) => SqliteBackup.Restore(copyPath, databasePath, now);

    /// <summary>A store in a Postgres database that exists; its tables are made by <see cref="IStore.MigrateAsync"/>.</summary>
    /// <param name="connectionString">As Npgsql reads it, for example <c>Host=db;Username=latbench;Password=…;Database=latbench</c>.</param>
    /// <param name="timeProvider">Clock of the waits on signals; the system's by default.</param>
    /// <param name="report">Takes a sentence for the log where the server is reached in a way that an operator wants to know of, each once.</param>
    /// <exception cref="StorageException">The connection string cannot be read.</exception>
    public static IStore Postgres(string connectionString, TimeProvider? timeProvider = null, Action<string>? report = null) =>
        new SqlStore(new PostgresDatabase(connectionString, timeProvider ?? TimeProvider.System, report));
}
