using DbUp;
using DbUp.Sqlite.Helpers;
using LatBench.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>Creates the file and its schema.</summary>
internal static class SqliteMigration
{
    /// <summary>Held by the process that migrates; others wait for it at the first statement, up to the busy timeout.</summary>
    public static void Run(string path, string connectionString)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        // An exclusive lock of its own file keeps other processes out while dbup runs its own transactions.
        using var gate = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { DataSource = path + ".migration", Pooling = false }.ToString());
        gate.Open();
        using var turn = gate.BeginTransaction(deferred: false);
        using var shared = new SharedConnection(connection);
        SchemaMigration.Run(DeployChanges.To.SqliteDatabase(shared), "Sqlite", $"'{path}'");
        // dbup must not be the first to find out that nothing can be written.
        Execute(connection, "BEGIN IMMEDIATE; ROLLBACK");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
