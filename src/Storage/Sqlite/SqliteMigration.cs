using DbUp;
using DbUp.Sqlite.Helpers;
using LatBench.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>Creates the file and its schema.</summary>
internal static class SqliteMigration
{
    public static void Run(string path, string connectionString)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A lock on a file of its own keeps other processes out while dbup runs transactions on the database itself.
        using var gate = Open(connectionString, path + ".migration");
        using var migrating = gate.BeginTransaction(deferred: false);
        using var connection = Open(connectionString, path);
        Execute(connection, "PRAGMA journal_mode = WAL");
        using var shared = new SharedConnection(connection);
        SchemaMigration.Run(DeployChanges.To.SqliteDatabase(shared).WithTransaction(), "Sqlite", $"'{path}'");
        // An up-to-date database had nothing written so far: fail now rather than at the first request.
        Execute(connection, "BEGIN IMMEDIATE; ROLLBACK");
    }

    /// <summary>Looks at the schema, and changes nothing.</summary>
    public static SchemaState Inspect(string path)
    {
        if (!File.Exists(path))
            return SchemaState.Missing;
        try
        {
            var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using var connection = new SqliteConnection(settings.ToString());
            connection.Open();
            using var shared = new SharedConnection(connection);
            return SchemaMigration.IsUpToDate(DeployChanges.To.SqliteDatabase(shared), "Sqlite", $"'{path}'") ? SchemaState.Current : SchemaState.Older;
        }
        catch (Exception exception) when (SqliteErrors.Translate(exception, path) is { } translated)
        {
            throw translated;
        }
    }

    private static SqliteConnection Open(string connectionString, string path)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
