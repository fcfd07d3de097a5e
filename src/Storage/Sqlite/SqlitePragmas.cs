using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>Settings of every connection.</summary>
internal static class SqlitePragmas
{
    /// <summary>
    /// FULL: every commit is on the disk before it is acknowledged. NORMAL would lose the last commits in a power failure,
    /// and an agent deletes a result once it is acknowledged.
    /// </summary>
    public static async Task ApplyAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = "PRAGMA synchronous = FULL";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
