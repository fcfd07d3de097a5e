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

    /// <summary>A store in a Postgres database that exists; its tables are made by <see cref="IStore.MigrateAsync"/>.</summary>
    /// <param name="connectionString">As Npgsql reads it, for example <c>Host=db;Username=latbench;Password=…;Database=latbench</c>.</param>
    /// <param name="timeProvider">Clock of the waits on signals; the system's by default.</param>
    /// <exception cref="StorageException">The connection string cannot be read.</exception>
    public static IStore Postgres(string connectionString, TimeProvider? timeProvider = null) =>
        new SqlStore(new PostgresDatabase(connectionString, timeProvider ?? TimeProvider.System));
}
